"""Templates in Markdown, and words of people that stay words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirehall.capabilities.messages.markup import address, escaped, to_blocks, to_html, to_text

ATTACKS = [
    "<script>alert(1)</script>",
    "[press here](https://bad.example)",
    "![x](https://bad.example/x.png)",
    "**loud**",
    "# heading",
    "<https://bad.example>",
    "- item\n- item",
    "1. item",
    "`code`",
    "&lt;b&gt; &amp;",
    "javascript:alert(1)",
    "a\\b*c_d~e|f",
    "> quoted\n---\n***",
]


@pytest.mark.parametrize("given_words", ATTACKS)
def test_words_of_people_are_neither_markup_nor_links(given_words: str) -> None:
    html = to_html(f"Dear {escaped(given_words)}")
    for tag in ("<script", "<a", "<img", "<strong", "<h1", "<h2", "<ul", "<ol", "<code", "<blockquote"):
        assert tag not in html
    assert to_text(f"Dear {escaped(given_words)}") == f"Dear {given_words}"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_escaping_says_exactly_the_words(words: str) -> None:
    assert to_text(escaped(words)) == words
    assert to_text(f"- {escaped(words)}") == f"- {words}"


def test_html_is_clean_and_has_its_styles_with_it() -> None:
    html = to_html(
        "# Hello\n\nSee <b>it</b> [here](https://x.example.org) or [there](javascript:alert)\n\n- one\n- two"
    )
    assert '<a href="https://x.example.org">here</a>' in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert '<p style="' in html
    assert '<li style="' in html


def test_plain_text_keeps_lists_and_addresses() -> None:
    markdown = f"## Next\n\nGo to {address('https://x.example.org/a_b')} or [your page](<https://x.example.org>).\n\n- one\n- two\n\n1. a\n2. b"
    assert to_text(markdown) == (
        "Next\n\nGo to https://x.example.org/a_b or your page (https://x.example.org).\n\n- one\n- two\n\n1. a\n2. b"
    )


def test_blocks_are_plain_data() -> None:
    assert to_blocks("Say **it** *now* [x](https://y.example)\n\n- a") == [
        {
            "kind": "para",
            "runs": [
                {"text": "Say "},
                {"text": "it", "strong": True},
                {"text": " "},
                {"text": "now", "emph": True},
                {"text": " "},
                {"text": "x", "href": "https://y.example"},
            ],
        },
        {"kind": "list", "ordered": False, "items": [[{"kind": "para", "runs": [{"text": "a"}]}]]},
    ]
