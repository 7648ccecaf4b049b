"""How officers sign in and look after their second factors: the pages of django-allauth, in our own look."""
