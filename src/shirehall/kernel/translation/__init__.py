"""Further languages of a definition: its texts, the files that translate them, and a version said in one of them."""
