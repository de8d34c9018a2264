"""What keeps articles, checkouts and stored files from doing more than being read.

files           opening what is a regular file of bounded size, writing whole files
globs           path patterns, matched in time proportional to path times pattern
toml            TOML of bounded depth
trust           which settings a checkout may set, and where secrets may go
git             git, without what a checkout could make it run
child_process   Python processes that import nothing from the current folder
budget          time and memory for one document

Every room may use this one; it uses none of them.
"""
