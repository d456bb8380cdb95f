"""Reading what the programme sends: is it an export of format 1, and is it whole?"""
