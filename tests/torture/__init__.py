"""Several servers, one database, a balancer and a network that all break on purpose, and a judge who reads every history.

`python -m tests.torture --seed 7 --seconds 30` runs one schedule of faults; a failing one is run again by its seed. Everything
happens in network namespaces that are made for it and gone afterwards: lands.py is the network, machines.py what runs in it,
players.py who talks, faults.py what goes wrong and when, judge.py what must be true all the same.
"""
