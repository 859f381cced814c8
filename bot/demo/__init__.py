"""The sample town: Yucheng's figures, so that anyone can see the whole service without an account anywhere."""
