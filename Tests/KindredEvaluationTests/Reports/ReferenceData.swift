/// Generated data that reach the corners of the reports: composite keys, keys that are null, repeat or
/// lead nowhere, nulls, a constant column and an empty one, labels that only one side has.
enum ReferenceData {
  static let real = [
    "shop": """
    town,number,area,kind,opened
    Ulm,0,109,small,2020-02-09
    Bonn,0,208,big,2019-04-18
    Kiel,0,88,small,2020-04-12
    Ulm,1,148,big,2019-10-15
    Bonn,1,163,big,2019-08-31
    Kiel,1,245,big,2018-12-28
    Ulm,2,158,big,2019-09-15
    Bonn,2,84,small,2020-04-24
    """,
    "client": """
    client,age,state,empty
    0,57,old,
    1,,,
    2,43,new,
    3,55,old,
    4,,kid,
    5,24,kid,
    6,51,,
    7,36,,
    8,18,kid,
    9,,kid,
    10,38,new,
    11,28,kid,
    12,24,,
    13,46,new,
    14,58,,
    """,
    "sale": """
    sale,town,number,client,price,weight,one,tag,paid,day
    0,Ulm,0,5,8.33,10.9,7,y,False,2021-02-12
    1,Ulm,2,14,14.83,30.1,7,x,True,2021-03-16
    2,Ulm,0,6,13.31,28.0,7,x,True,2021-03-09
    3,Ulm,1,11,14.42,27.6,7,x,False,2021-03-14
    4,Ulm,1,4,11.92,24.7,7,y,False,2021-03-02
    5,Bonn,0,14,,48.7,7,x,True,2021-04-28
    6,Kiel,1,11,25.56,48.5,7,x,False,2021-05-09
    7,Kiel,1,13,28.72,53.0,7,x,True,2021-05-25
    8,Bonn,2,0,8.53,16.4,7,y,True,2021-02-13
    9,Bonn,0,1,19.88,39.1,7,x,False,2021-04-10
    10,Bonn,2,1,5.5,9.9,7,,False,2021-01-29
    11,Ulm,0,7,13.55,30.1,7,x,False,2021-03-10
    12,Bonn,0,6,25.94,57.1,7,x,True,2021-05-11
    13,Bonn,1,14,14.66,28.1,7,,,2021-03-15
    14,Ulm,2,3,14.51,31.1,7,x,True,2021-03-15
    15,Bonn,2,2,9.59,22.0,7,y,False,2021-02-18
    16,Kiel,1,12,22.84,47.8,7,x,False,2021-04-25
    17,Ulm,0,,10.36,23.9,7,y,False,2021-02-22
    18,Ulm,1,11,14.1,27.0,7,x,False,2021-03-12
    19,Ulm,2,4,,34.6,7,x,False,2021-03-23
    20,Bonn,1,,,43.1,7,,,2021-04-03
    21,Bonn,0,1,20.84,44.1,7,x,False,2021-04-15
    22,Kiel,1,9,26.34,50.8,7,x,,2021-05-13
    23,Ulm,0,13,,21.9,7,y,True,2021-02-20
    24,Kiel,1,10,25.16,54.1,7,x,False,2021-05-07
    25,Ulm,0,13,6.62,14.3,7,z,True,2021-02-03
    26,Kiel,0,11,5.9,10.1,7,,False,2021-01-31
    27,Kiel,0,8,10.39,25.4,7,,False,2021-02-22
    28,Bonn,2,13,7.22,10.7,7,z,True,2021-02-06
    29,Kiel,1,7,25.66,52.8,7,x,False,2021-05-09
    30,Kiel,1,2,25.58,51.1,7,x,,2021-05-09
    31,Ulm,1,8,17.44,31.3,7,x,False,2021-03-29
    32,Kiel,0,9,10.42,24.5,7,y,,2021-02-22
    33,Ulm,2,2,17.83,36.7,7,x,False,2021-03-31
    34,Bonn,2,2,8.18,12.9,7,y,False,2021-02-11
    35,Bonn,0,9,19.4,40.6,7,x,False,2021-04-08
    36,Bonn,0,6,19.34,37.4,7,x,True,2021-04-08
    37,Kiel,0,7,7.82,9.9,7,z,False,2021-02-09
    38,Ulm,1,11,12.54,23.0,7,x,False,2021-03-05
    39,Kiel,0,10,,16.2,7,,False,2021-02-09
    40,Ulm,1,,14.61,31.1,7,x,True,2021-03-15
    41,Bonn,2,2,8.9,18.3,7,y,False,2021-02-14
    42,Kiel,0,11,8.12,16.4,7,y,False,2021-02-11
    43,Bonn,2,8,,10.5,7,z,,2021-01-24
    44,Bonn,1,0,,31.7,7,x,True,2021-03-23
    """,
  ]
  static let synthetic = [
    "shop": """
    town,number,area,kind,opened
    Ulm,0,213,big,2019-04-03
    Bonn,0,100,small,2020-03-07
    Kiel,0,89,small,2020-04-09
    Ulm,1,114,big,2020-01-25
    Bonn,1,104,small,2020-02-24
    Kiel,1,118,big,2020-01-13
    Ulm,2,44,small,2020-08-22
    Bonn,2,102,small,2020-03-01
    Kiel,2,163,big,2019-08-31
    """,
    "client": """
    client,age,state,empty
    0,24,new,
    1,70,old,
    2,35,new,
    2,38,new,
    4,42,new,
    ,25,new,
    6,63,old,
    7,52,,
    8,34,new,
    9,41,new,
    10,,new,
    11,40,new,
    12,,old,
    13,21,new,
    """,
    "sale": """
    sale,town,number,client,price,weight,one,tag,paid,day
    0,Ulm,77,4,3.83,3.4,7,new,False,2021-01-20
    1,Kiel,77,12,11.26,22.4,8,y,True,2021-02-26
    2,Bonn,77,11,10.23,19.8,7,y,False,2021-02-21
    3,Bonn,2,8,14.17,29.9,8,x,False,2021-03-13
    4,Ulm,0,99,15.04,31.5,7,x,True,2021-03-17
    5,Ulm,0,,28.43,55.5,8,x,False,2021-05-23
    5,Bonn,1,,,13.7,7,,True,2021-02-02
    7,Ulm,0,12,20.48,39.8,8,x,True,2021-04-13
    8,Kiel,1,2,4.91,11.2,7,z,False,2021-01-26
    9,Ulm,0,4,24.3,48.3,8,new,False,2021-05-03
    10,Bonn,0,11,16.37,30.8,7,x,False,2021-03-24
    11,Bonn,2,13,15.56,31.0,8,x,False,2021-03-20
    12,Bonn,1,1,14.57,30.2,7,x,True,2021-03-15
    13,Kiel,1,6,,14.8,8,z,True,2021-01-21
    14,Bonn,0,12,,10.7,7,z,True,2021-01-31
    15,Ulm,2,2,2.09,5.1,8,z,False,2021-01-11
    16,Bonn,0,,5.33,15.0,7,z,True,2021-01-28
    17,Kiel,2,,21.91,37.6,8,x,True,2021-04-21
    18,Ulm,0,0,,39.2,7,new,False,2021-04-22
    19,Bonn,0,8,9.88,16.2,8,y,False,2021-02-19
    20,Kiel,2,6,18.74,37.1,7,x,True,2021-04-05
    21,Kiel,2,9,11.54,30.4,8,y,False,2021-02-28
    22,Bonn,0,,5.46,12.1,7,z,False,2021-01-28
    23,Kiel,0,9,4.49,12.6,8,z,False,2021-01-23
    24,Kiel,2,13,18.79,36.9,7,x,False,2021-04-05
    25,Bonn,1,,12.11,16.8,8,x,False,2021-03-03
    26,Ulm,2,11,7.29,7.6,7,z,False,2021-02-06
    27,Ulm,2,8,9.79,22.6,8,new,False,2021-02-19
    28,Kiel,1,13,5.01,10.6,7,z,False,2021-01-26
    29,Bonn,2,12,7.4,10.9,8,z,True,2021-02-07
    30,Bonn,0,8,10.74,24.8,7,y,False,2021-02-24
    31,Kiel,0,9,2.16,-0.3,8,z,False,2021-01-12
    32,Bonn,0,7,7.34,18.1,7,z,True,
    33,Bonn,1,13,15.47,35.3,8,x,False,2021-03-19
    34,Ulm,0,2,26.81,51.3,7,x,False,2021-05-15
    35,Ulm,0,,26.68,50.0,8,x,True,2021-05-14
    36,Kiel,0,12,9.12,20.8,7,new,True,2021-02-16
    37,Kiel,0,11,7.84,12.4,8,,False,2021-02-09
    38,Bonn,2,5,,33.8,7,x,False,2021-03-20
    39,Kiel,2,,14.44,25.3,8,x,True,2021-03-14
    """,
  ]
  static let metadata = """
    {
     "METADATA_SPEC_VERSION": "V1",
     "tables": {
      "shop": {
       "primary_key": [
        "town",
        "number"
       ],
       "columns": {
        "town": {
         "sdtype": "id"
        },
        "number": {
         "sdtype": "id"
        },
        "area": {
         "sdtype": "numerical"
        },
        "kind": {
         "sdtype": "categorical"
        },
        "opened": {
         "sdtype": "datetime",
         "datetime_format": "%Y-%m-%d"
        }
       }
      },
      "client": {
       "primary_key": "client",
       "columns": {
        "client": {
         "sdtype": "id"
        },
        "age": {
         "sdtype": "numerical"
        },
        "state": {
         "sdtype": "categorical"
        },
        "empty": {
         "sdtype": "numerical"
        }
       }
      },
      "sale": {
       "primary_key": "sale",
       "columns": {
        "sale": {
         "sdtype": "id"
        },
        "town": {
         "sdtype": "id"
        },
        "number": {
         "sdtype": "id"
        },
        "client": {
         "sdtype": "id"
        },
        "price": {
         "sdtype": "numerical"
        },
        "weight": {
         "sdtype": "numerical"
        },
        "one": {
         "sdtype": "numerical"
        },
        "tag": {
         "sdtype": "categorical"
        },
        "paid": {
         "sdtype": "boolean"
        },
        "day": {
         "sdtype": "datetime",
         "datetime_format": "%Y-%m-%d"
        }
       }
      }
     },
     "relationships": [
      {
       "parent_table_name": "shop",
       "parent_primary_key": [
        "town",
        "number"
       ],
       "child_table_name": "sale",
       "child_foreign_key": [
        "town",
        "number"
       ]
      },
      {
       "parent_table_name": "client",
       "parent_primary_key": "client",
       "child_table_name": "sale",
       "child_foreign_key": "client"
      }
     ]
    }
    """
}
