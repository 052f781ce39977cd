"""Calls that are past retention: old_calls.py FOLDER N [DAY].

FOLDER gets calls.csv for vendor_mapping, and FOLDER/audio a file of each call,
no two alike, in folders by day.  They begin on DAY, or 2025-01-31, ten a day.
"""
import datetime
import os
import struct
import sys

folder, n = sys.argv[1], int(sys.argv[2])
day = datetime.datetime.fromisoformat(
    sys.argv[3] if len(sys.argv) > 3 else "2025-01-31")
with open(folder + "/calls.csv", "w") as calls:
    calls.write("Id,Start,From,To,Secs,File\n")
    for i in range(n):
        at = day + datetime.timedelta(days=i // 10, hours=9, minutes=i % 10)
        name = "%s/c%d.wav" % (at.strftime("%Y/%m/%d"), i)
        path = folder + "/audio/" + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        sound = struct.pack("<h", i - 30000) * 80
        with open(path, "wb") as f:
            f.write(b"RIFF" + struct.pack("<I", 36 + len(sound)) + b"WAVEfmt "
                    + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
                    + b"data" + struct.pack("<I", len(sound)) + sound)
        calls.write("%d,%s,07700900%03d,01632960000,1,%s\n" %
                    (i, at.strftime("%Y-%m-%d %H:%M:%S"), i % 1000, name))
