import os

# Where lxml is installed, which comes with python-docx, openpyxl would read with it; that parser
# refuses no entities, defusedxml's does. Decided here, before any module imports openpyxl.
os.environ["OPENPYXL_LXML"] = "False"
