"""The pictures of a text's figures: kept once, by their content, for ever."""
