"""The HTTP interface that screening tools of this field speak (that of the yente service), on our own index.

Only the form is shared: scores, evidence and their explanation are Muster's.
"""
