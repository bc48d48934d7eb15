"""Deeds of those who moderate, and of those whose words were hidden."""
