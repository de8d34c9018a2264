"""A page on this machine for people without a terminal: `citecheck serve`.

options     what the server is started with
access      who may ask: token, Host, Origin, sizes, and the headers of every answer
intake      what is pasted, dropped or named becomes Documents, in a guarded process
desk        the source of publications and the credentials of the session
check       one check: it runs in a thread and notifies those who wait for it
registry    the checks that the server keeps
pages       the start page, and the report's page with what a server adds to it
events      the news of a check as server-sent events
saving      a check as a file
correcting  an article with its certain corrections made
by_hand     searches by hand, and publications that are pinned
triage      decisions go into the store of an audit
app         the addresses
server      socket, browser, end of an idle server

Starlette and uvicorn (the extra `web`) are imported by `access`, `events`, `app` and `server` alone.
"""
