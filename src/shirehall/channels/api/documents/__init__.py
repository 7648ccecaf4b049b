"""What a definition says to programs: JSON Schema of its answers, OpenAPI of its calls. Pure: no Django, no database.

These texts are for developers, in English; the words of a service in them are its definition's.
"""
