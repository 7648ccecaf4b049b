"""The design system: page shells, component macros, question fields and charts. Knows no case and no service."""
