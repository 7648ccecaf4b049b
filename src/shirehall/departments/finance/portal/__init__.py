"""The suppliers' own page: where is my invoice?"""
