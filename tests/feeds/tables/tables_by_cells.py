"""Tables with a few rows each, whose heads alone do not say what the columns hold.

Their heads are as they were found in public code and in lists of results; names and figures are invented.
Each has its event, what is understood of its columns, and the times of its first runner.
"""

from __future__ import annotations

BY_CELLS: dict[str, tuple[str, str, str, str]] = {
    "ranks before times, a checkpoint by its name, miles": (
        "marathon",
        """place,overall_place,name,city_st,bib,age,10K_rank,10K_time,bridge1_rank,bridge1_time,23m_rank,23m_time,finish_rank,finish_time,chip_time,gun_time
1,1,Ann Carr,Oklahoma City OK,360,30,1,40:23.5,1,1:06:46.9,1,2:29:51.9,1,2:52:32.3,2:52:32.3,2:52:32.3
1,2,Nat Stew,Cincinnati OH,1010,36,1,41:23.2,2,1:08:28.5,1,2:31:58.2,1,2:53:55.8,2:53:55.8,2:53:55.8
2,3,Dan Mate,Charlotte NC,1323,35,4,41:41.3,4,1:09:11.0,2,2:33:55.2,2,2:54:33.5,2:54:33.5,2:54:33.5
4,4,Eli Moor,Durham NC,1324,31,3,41:51.3,3,1:09:01.0,4,2:34:55.2,4,2:55:33.5,2:55:33.5,2:55:33.5
""",
        "place, name, bib, place at 10K_time, 10K_time, place at bridge1_time, bridge1_time, place at 23m_time, 23m_time, finish, finish (net), finish (gun); not kept: 'place', 'city_st', 'age', 'finish_rank'",  # noqa: E501
        "40:23.5 1:06:46.9 2:29:51.9 2:52:32.3",
    ),
    "two checkpoints by names that no one knows": (
        "5km",
        """bib,first_name,last_name,category,nationality,finish_time,chip_time,total_penalties_sec,penalty_obstacles,obstacles_completed,category_place,split_a,split_b
1,John,Doe,Elite,SRB,31:00,30:55,0,,2,1,10:30,21:00
2,Jan,Roe,Elite,SRB,32:40,32:30,60,B,1,2,11:00,22:10
3,Jim,Poe,Elite,CRO,33:40,33:31,0,,2,3,11:20,22:50
""",
        "bib, given, family, category, nation, finish, finish (net), split_a, split_b; not kept: 'total_penalties_sec', 'penalty_obstacles', 'obstacles_completed', 'category_place'",  # noqa: E501
        "5 31:00",
    ),
    "joined words": (
        "10km",
        """BIB,NAME,AGEGROUP,GENDER,EVENT,STATUS,GUNTIME,NETTIME,OVERALLGUNRANK,OVERALLCHIPRANK,GENDERGUNRANK,GENDERCHIPRANK,AGEGROUPGUNRANK,AGEGROUPCHIPRANK,FINISHPACE
12,Ann Berg,20-29,F,10km,Finished,00:40:10,00:40:01,1,1,1,1,1,1,04:00
14,Bea Zell,20-29,F,10km,Finished,00:41:10,00:40:55,2,2,2,2,2,2,04:06
15,Cleo Dorn,30-39,F,10km,Finished,00:42:10,00:42:05,3,3,3,3,1,1,04:13
""",
        "bib, name, category, sex, event, status, finish (gun), finish (net), place; not kept: 'OVERALLCHIPRANK', 'GENDERGUNRANK', 'GENDERCHIPRANK', 'AGEGROUPGUNRANK', 'AGEGROUPCHIPRANK', 'FINISHPACE'",  # noqa: E501
        "9 40:10",
    ),
    "places among a division": (
        "marathon",
        """bib,name,age,m/f,city,state,country,citizen,5K,10K,15K,20K,Half,25K,30K,35K,40K,Pace,Proj. Time,Offl. Time,Overall,Gender,Division
32531,"Berg, Ann",33,F,Boston,MA,USA,,0:24:10,0:48:20,1:12:30,1:36:50,1:42:10,2:01:20,2:25:50,2:50:10,3:14:50,0:07:50,-,3:25:10,4100,1200,800
32532,"Zell, Bea",34,F,Austin,TX,USA,,0:25:10,0:50:20,1:15:30,1:40:50,1:46:20,2:06:20,2:31:50,2:57:10,3:22:50,0:08:09,-,3:33:40,5100,1700,900
32533,"Dorn, Cleo",36,F,Dover,DE,USA,FRA,0:26:10,0:52:20,1:18:30,1:44:50,1:50:30,2:11:20,2:37:50,3:04:10,3:30:50,0:08:30,-,3:42:10,6100,2200,1000
""",  # noqa: E501
        "bib, name, sex, nation, 5K, 10K, 15K, 20K, Half, 25K, 30K, 35K, 40K, finish (gun), place; not kept: 'age', 'city', 'state', 'citizen', 'Pace', 'Proj. Time', 'Gender', 'Division'",  # noqa: E501
        "24:10 48:20 1:12:30 1:36:50 1:42:10 2:01:20 2:25:50 2:50:10 3:14:50 3:25:10",
    ),
    "halves of a marathon": (
        "marathon",
        """BIB,First Name,Last Name,CTZ,City,State,Gender,Division,Place Overall,Place Gender,Place Division,Start TOD,Finish TOD,Finish,HALF1,HALF2
101,Ann,Berg,USA,Boston,MA,W,30-34,41,10,3,07:30:04,10:05:14,02:35:10,01:17:00,01:18:10
102,Bea,Zell,GER,Austin,TX,W,30-34,52,12,4,07:30:05,10:10:35,02:40:30,01:19:00,01:21:30
103,Cleo,Dorn,FRA,Dover,DE,W,35-39,63,15,5,07:30:06,10:14:16,02:44:10,01:21:00,01:23:10
""",  # noqa: E501
        "bib, given, family, nation, sex, category, place, finish, HALF1; not kept: 'City', 'State', 'Place Gender', 'Place Division', 'Start TOD', 'Finish TOD', 'HALF2'",  # noqa: E501
        "1:17:00 2:35:10",
    ),
    "an event in a column for it": (
        "half marathon",
        """Bib Number,Participant Name,Gender,Race Category,Age Category,Overall Rank,Gender Rank,Age Category Rank,Chip Time,Gun Time,Checkpoint 1,Checkpoint 2
M001,John Do,M,Half Marathon,18-35,1,1,1,01:15:20,01:15:50,00:25:30,00:52:15
F001,Jane Smit,F,Half Marathon,18-35,2,1,1,01:22:45,01:23:10,00:27:15,00:55:30
M002,Jack Poe,M,Half Marathon,18-35,3,2,2,01:23:45,01:24:20,00:28:15,00:57:30
""",  # noqa: E501
        "bib, name, sex, race, category, place, finish (net), finish (gun), Checkpoint 1, Checkpoint 2; not kept: 'Gender Rank', 'Age Category Rank'",  # noqa: E501
        "30 1:15:50",
    ),
    "milliseconds beside the result": (
        "1500",
        """名次,姓名,成绩(ms),成绩
1,李明,252310,4:12.31
2,王芳,255120,4:15.12
3,张伟,259480,4:19.48
""",
        "place, name, finish; not kept: '成绩(ms)'",
        "4:12.31",
    ),
    "distances within other words": (
        "42km",
        """bib,overall_rank,name,gender,run_12km_river_bridge_time,run_25km_zombie_hill_base_time,finish_time
12,1,Ann Berg,F,0:58:10,2:04:30,4:10:20
14,2,Bea Zell,F,1:00:10,2:10:30,4:22:20
15,3,Cleo Dorn,F,1:02:10,2:15:30,4:31:40
""",
        "bib, place, name, sex, run_12km_river_bridge_time, run_25km_zombie_hill_base_time, finish",
        "58:10 2:04:30 4:10:20",
    ),
    "passes and villages": (
        "50km",
        """Clt;Dos.;Nom Prénom;Cat.;Col de Balme;Vallorcine;La Flégère;Arrivée
1;5;DUPONT Jean;SEH;01:40:10;02:25:30;04:10:00;05:20:40
2;9;MARTIN Zoé;V1F;01:45:10;02:35:30;04:25:00;05:44:40
3;14;PETIT Luc;M2H;01:50:10;02:40:10;04:36:00;06:01:20
""",
        "place, bib, name, category, Col de Balme, Vallorcine, La Flégère, finish",
        "1:40:10 2:25:30 4:10:00 5:20:40",
    ),
    "time of day at the finish": (
        "half marathon",
        """bib_number,first_name,last_name,gun_start,chip_start,split_1,split_2,split_3,adjustment_time,finish_time,gun_elapsed_time,chip_elapsed_time,age,division,gender,city,state,team_name,team_order
12,Ann,Berg,08:00:00,08:00:05,00:20:10,00:40:30,01:01:00,,09:25:10,01:25:10,01:25:05,33,F30,F,Boston,MA,,
14,Bea,Zell,08:00:00,08:00:12,00:21:10,00:42:30,01:04:00,,09:29:20,01:29:20,01:29:08,35,F30,F,Austin,TX,,
15,Cleo,Dorn,08:00:00,08:00:31,00:22:10,00:44:30,01:07:20,,09:34:20,01:34:20,01:33:49,41,F40,F,Dover,DE,,
""",
        "bib, given, family, start, split_1, split_2, split_3, finish (gun), finish (net), category, sex, team; not kept: 'chip_start', 'adjustment_time', 'finish_time', 'age', 'city', 'state', 'team_order'",  # noqa: E501
        "5 1:25:10",
    ),
    "seconds, trophies, pages": (
        "",
        """athlete_code,athlete_name,birth_year,season,round,race,race_base,race_date,category,place,bib,time,time_s,distance_m,trophy_points,team_points,source_url
SFC-0004,JOÃO EXEMPLO,1996,2026/2027,1,7º GP São Martinho,GP São Martinho,2026-11-08,Seniores,14,1201,0:24:55.10,1495.10,5850,1,1,https://example.org/
SFC-0003,RUI MODELO,1991,2026/2027,1,7º GP São Martinho,GP São Martinho,2026-11-08,Seniores,15,1203,0:25:05.10,1505.10,5850,1,1,https://example.org/
SFC-0009,ANA MODELO,1999,2026/2027,1,7º GP São Martinho,GP São Martinho,2026-11-08,Seniores,16,1205,0:25:45.30,1545.30,5850,1,1,https://example.org/
""",
        "name, born, round, race, date, category, place, bib, finish, metres; not kept: 'athlete_code', 'season', 'time_s', 'trophy_points', 'team_points', 'source_url'; not understood: 'race_base'",  # noqa: E501
        "24:55.10",
    ),
    "places beside checkpoints by their names": (
        "40km",
        """Plass;Startnr;Navn;Lag;Kl;Nordseter;Pl.;Kvitfjell;Pl.;Tid;Etter
1;12;Anna Berg;Mjøsa IL;K23;00:40:10;1;01:30:20;1;02:30:40;
2;14;Bea Lund;;K23;00:41:10;2;01:33:20;3;02:36:40;06:00
3;15;Ida Holm;Vind IL;K30;00:41:40;3;01:32:20;2;02:37:50;07:10
""",
        "place, bib, name, team, category, Nordseter, place at Nordseter, Kvitfjell, place at Kvitfjell, finish; not kept: 'Etter'",  # noqa: E501
        "40:10 1:30:20 2:30:40",
    ),
    "races of a series that add up": (
        "15km",
        """Pos,Runner,Club,Category,Sandy Hill,Loch Run,Tower Race,Total
1,Ann Berg,Fife AC,FS,00:20:10,00:31:20,00:12:10,01:03:40
2,Bea Zell,Dundee RR,F40,00:21:10,00:33:00,00:12:50,01:07:00
3,Cleo Dorn,Fife AC,FS,00:21:40,00:33:30,00:13:00,01:08:10
""",
        "place, name, club, category, finish; not understood: 'Sandy Hill', 'Loch Run', 'Tower Race'",
        "1:03:40",
    ),
    "swim-run": (
        "30km",
        """Pl;Team;Nat;Cat;Run 1;Swim 1;Run 2;Swim 2;Total
1;Berg / Zell;SWE;Women;00:40:10;00:20:10;01:05:10;00:15:10;02:20:40
2;Dorn / Kurz;GER;Women;00:41:10;00:21:10;01:07:10;00:15:40;02:25:10
3;Holm / Lund;DEN;Women;00:42:10;00:21:40;01:08:10;00:15:50;02:27:50
""",
        "place, team, nation, category, finish; not kept: 'Run 1', 'Swim 1', 'Run 2', 'Swim 2'",
        "2:20:40",
    ),
}
