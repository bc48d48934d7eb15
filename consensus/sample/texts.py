"""The texts of the sample coalition, in Markdown, written for it."""

DRAFT_TITLE = "Meetings that work at 64 kilobits"

DRAFT = """\
# Why this text

Most people who could speak in an Internet governance meeting never hear it. Their line
carries 64 kilobits a second on a good day, is shared by a household or a school, and is
paid for by the megabyte.

This text says what a meeting owes to them. It is written for those who organise
meetings, choose platforms and pay for both.

# Before the meeting

The announcement is made at least thirty days ahead, in plain text, and says how much
data an hour of the meeting will use in each way of taking part.

Every document on the agenda can be read in a version of at most 200 kilobytes. The
smaller version is the first link, not the last.

Registration works without scripts, without a puzzle, and without an account at a third
company.[^1]

# During the meeting

Every session can be followed in four ways, and each of them is enough to take part:

- by video, where the line allows it;
- by sound alone, over the Internet or over a telephone number that costs no more than a
  local call;
- by live captions as a text stream that does not depend on the meeting platform;
- by a page that is refreshed every minute and says who speaks, about what, and what is
  being decided.

There is one speaking queue. Requests from the room, from the video link, from the
telephone and from the text page enter it in the order of asking.

Operators of meeting platforms should publish, for each way of taking part, the data
used in an hour and the lowest line speed at which it was tested.

| Way of taking part | Data in an hour | Lowest speed |
|---|---|---|
| Video | 700 MB | 1,500 kbit/s |
| Sound over the Internet | 15 MB | 32 kbit/s |
| Captions | 0.5 MB | 2 kbit/s |
| Refreshed page | 1 MB | 4 kbit/s |

> A meeting that I can only watch is a broadcast. A meeting that I can interrupt is a
> meeting.

# After the meeting

Recordings are published within seven days with corrected captions and a transcript. The
transcript is published first.

Nothing that was decided counts until the people who took part by text have had seven
days to object.

# Who pays

The cost of these services is part of the cost of holding the meeting. Organisers who
cannot bear it should say so in the announcement, and name what they leave out.

[^1]: A household that shares one telephone cannot receive five confirmation codes.
"""

SECOND_TITLE = "Counting what a page weighs"

SECOND = """\
# A note in progress

Public bodies publish pages whose weight nobody has measured. We propose that every page
states its size in kilobytes at its foot, as this one does.

The size is that of a first visit, with fonts and pictures, as sent over the line.
"""

PUBLISHED_TITLE = "Plain pages first"

PUBLISHED = """\
# What we ask

Public bodies should publish every notice first as a plain page that needs no scripts
and weighs at most 50 kilobytes.

The plain page carries the whole notice. It is not a summary, and it is not an older
copy.

Where a notice must be given in person or by post today, the plain page does not replace
that duty.

# How to begin

Start with the ten notices that most people look for. Measure their weight, publish the
measurement, and halve it each year.
"""

PUBLIC_TITLE = "What the archive keeps"

PUBLIC = """\
# Why we keep it

A decision that was made on a call is read, years later, by people who were not on it.
What they find should be what was said.

# What is kept

Every recording is kept with its transcript, in a form that opens without the platform
on which it was made.

The archive is copied once a month to two places on different continents.

Nobody removes an entry. One that was wrong gets another beside it that says so.
"""
