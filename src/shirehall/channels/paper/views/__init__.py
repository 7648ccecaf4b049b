"""The pages of paper: a form for anybody to print, and the post room for officers."""
