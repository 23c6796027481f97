"""The presider's pages: the 主持词 block by block, what the hall's screen shows, the 演练."""
