"""The keys of the files of a service, each with what it says: the one list that the loader and the published
schema both read."""

from collections.abc import Mapping

Keys = Mapping[str, str]

SERVICE: Keys = {
    "service": "The name of the service: small letters, digits and underscores.",
    "title": "What a person does with it, in a few words.",
    "summary": "One sentence: what it is for.",
    "owner": "The team that runs it.",
    "queue": "The queue where a person looks. The owner's name where absent.",
    "evidence_queue": "The queue that looks at evidence.",
    "review_queue": "The queue that looks again when a person asks.",
    "offered_by": "The authorities that offer it.",
    "serves": "The roles it has for other parts of the house.",
    "codes": "Codes by which others know it, such as lgsl.",
    "lawful_basis": "Why personal data may be used.",
    "special_category": "Facts that tell of health or the like, with the basis on which a machine may decide by them.",
    "channels": "The ways in.",
    "sms_keyword": "The word that a person texts to begin it.",
    "decide_within": "The deadline, in working days.",
    "pages": "The pages, in order.",
    "facts": "Facts that are worked out or looked up.",
    "judgements": "Questions that only officers answer.",
    "evidence": "Evidence that may be owed.",
    "renewal": "How often what was approved is asked about again.",
    "retention": "How long each outcome is kept.",
    "applicant": "Which facts say who applies.",
    "start": "What the start page says.",
    "confirmation": "What the last page says.",
    "declaration": "What a person declares when sending it.",
    "exit_page": "An address that nobody minds being seen at: each page then has a button that leaves to it at once.",
    "one_open_case": "Whether a second application by the same person joins the first.",
}
SPECIAL: Keys = {
    "basis": "The basis on which a machine may decide by this fact.",
    "since": "The date on which the basis was recorded.",
}
START: Keys = {"takes": "How long it takes.", "need": "What a person needs at hand."}
APPLICANT: Keys = {
    "name": "The fact that holds the name.",
    "email": "The fact that holds the email address.",
    "telephone": "The fact that holds the telephone number.",
    "address": "The fact that holds the address for letters.",
    "home": "The fact that holds the home, for letters where no other address was given.",
    "date_of_birth": "The fact that holds the date of birth.",
    "national_insurance_number": "The fact that holds the National Insurance number.",
    "preferred_channel": "The choice of how to be told: email, sms or letter.",
}
PAGE: Keys = {
    "page": "The name of the page.",
    "title": "Its title.",
    "hint": "A line above its questions.",
    "when": "The condition under which it is asked.",
    "repeat": "Asked again for each item; the name of the fact that is the list of them.",
    "item": "What one item is called.",
    "at_least": "The fewest items.",
    "at_most": "The most items.",
    "questions": "Its questions, in order.",
}
SHARED_PAGE: Keys = {"shared": "The pages of _shared/NAME.yaml stand here."}
SHARED: Keys = {"pages": "Pages that several services ask."}
QUESTION: Keys = {
    "ask": "The question, one sentence.",
    "label": "The answer as a noun phrase, such as: your savings.",
    "hint": "A line below the question.",
    "type": "The question type.",
    "options": "The options of a choice, each with its words.",
    "between": "The least and the most.",
    "optional": "Whether it may be left empty.",
    "decline": "Whether a person may say that they do not know.",
    "when": "The condition under which it is asked.",
    "kept_for": "What it is asked for where no rule reads it.",
    "phone": "The words on the phone.",
    "keypad": "The words where a voice asks and keys answer. Those of the phone where absent.",
    "sms": "The words in a text message.",
    "sms_options": "Shorter words of options in a text message, for those whose own are long.",
}
WORKED_OUT: Keys = {
    "fact": "The name of the fact.",
    "type": "What it holds.",
    "label": "It as a noun phrase.",
    "between": "The least and the most.",
    "is": "The formula.",
    "looked_up": "The register that gives it.",
    "options": "The options of a choice, each with its words.",
}
RENEWAL: Keys = {
    "every": "The time between two renewals: 1 year.",
    "remind": "Reminders: sms, email or letter after so many days.",
    "close_unanswered_after": "When an officer looks at what was never answered.",
}
EVIDENCE: Keys = {
    "evidence": "The name of the evidence.",
    "title": "What it is.",
    "accept": "What is accepted.",
    "proves": "The facts that it proves.",
    "wanted_when": "The condition under which it is owed.",
    "remind": "Reminders, such as: sms after 3 days.",
    "close_unanswered_after": "When an officer looks at what never came.",
    "no_older_than": "How old it may be.",
}
RULES: Keys = {"tables": "The tables, read from the top.", "amounts": "What a decision gives."}
TABLE: Keys = {
    "table": "The name of the table.",
    "says": "What it settles, in words.",
    "gives": "The one fact it gives, and its type.",
    "hit": "How its rows are read: unique, first or collect.",
    "because": "The sentence of every row that has none of its own.",
    "source": "Where the rule comes from.",
    "else": "What it gives where a column is not applicable.",
    "rows": "Its rows.",
}
GIVES: Keys = {
    "type": "What the fact holds.",
    "options": "The options of a choice, each with its words.",
    "add": "Whether the rows add up.",
    "label": "The fact as a noun phrase.",
    "show": "Whether the person is told it beside the amounts, where it is approved.",
}
ROW: Keys = {
    "row": "The name of the row.",
    "when": "Its cells, by fact.",
    "then": "What it gives: a value, or the name of a fact of the same type.",
    "to": "The queue of a row that refers.",
    "because": "The sentence that gives the reason.",
    "source": "Where the rule comes from.",
    "otherwise": "Whether it wins where every other row is crossed out.",
}
AMOUNT: Keys = {
    "amount": "The name of the amount.",
    "type": "What it is: money, percent or integer.",
    "label": "It as a noun phrase.",
    "is": "The formula, or one for each outcome.",
    "when": "The outcome that gives it.",
    "because": "The sentence that gives the reason.",
}
RATES: Keys = {"rates": "Amounts with their dates and sources."}
RATE: Keys = {
    "rate": "The name of the rate.",
    "title": "What it is.",
    "type": "What it holds.",
    "by": "The choice fact it differs by, or authority.",
    "dated": "Its amounts, each from a date.",
}
DATED: Keys = {
    "from": "The first day.",
    "is": "The amount, or one for each value it differs by.",
    "source": "Where the amount is published.",
}
EXAMPLES: Keys = {"examples": "Worked cases."}
EXAMPLE: Keys = {
    "example": "The name of the example.",
    "says": "What it shows.",
    "on": "The date decided for.",
    "authority": "The authority decided for.",
    "answers": "The answers, by fact.",
    "judgements": "What officers decided, by judgement.",
    "evidence": "The state of each piece of evidence.",
    "expect": "What the rules must give.",
}
EXPECT: Keys = {
    "outcome": "The outcome.",
    "results": "The value of facts and amounts.",
    "reasons": "Rows whose reasons are given.",
    "evidence": "The evidence that is owed.",
    "queue": "The queue it goes to.",
    "messages": "The messages that are sent.",
    "missing": "The facts that are missing.",
    "risk_band": "The risk band.",
}
MESSAGE: Keys = {
    "message": "The name of the message.",
    "on": "What makes it go.",
    "outcomes": "The outcomes it goes for.",
    "rung": "The reminder that it is: first, second, third or last.",
}
RETENTION: Keys = {
    "approve": "An approved case.",
    "refuse": "A refused case.",
    "refer": "A case that a person settled.",
    "received": "A case that no rule decides.",
    "withdrawn": "A case that was withdrawn.",
    "draft": "What was begun and never sent.",
}
