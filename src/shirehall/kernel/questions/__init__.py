"""Question types. Every module in this folder that defines a `QuestionType` named TYPE is one; nothing
else lists them."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from shirehall.kernel.questions.base import AnswerError, Asked, Box, KeyPrompt, QuestionType, Raw

__all__ = ["TYPES", "AnswerError", "Asked", "Box", "KeyPrompt", "QuestionType", "Raw"]


def _found() -> Mapping[str, QuestionType]:
    types: dict[str, QuestionType] = {}
    for module_found in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        if module_found.name.startswith("test_"):
            continue
        module = importlib.import_module(f"{__name__}.{module_found.name}")
        question_type = getattr(module, "TYPE", None)
        if isinstance(question_type, QuestionType):
            if question_type.name in types:
                raise RuntimeError(f"two question types are named {question_type.name}")
            types[question_type.name] = question_type
    return MappingProxyType(types)


TYPES: Mapping[str, QuestionType] = _found()
"""Name in a definition -> question type."""
