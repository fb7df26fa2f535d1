/// Jobs and parts of company names.
enum WorkWords {
  static let jobs = WordList(
    """
    Accountant,Account manager,Actor,Actuary,Administrator,Analyst,Animator,Archaeologist
    Architect,Archivist,Art director,Astronomer,Auditor,Baker,Bank clerk,Barista,Biologist
    Bookkeeper,Botanist,Bricklayer,Broadcast engineer,Business analyst,Buyer,Carpenter,Cartographer
    Chef,Chemist,Civil engineer,Claims adjuster,Conservator,Consultant,Copywriter,Counsellor
    Curator,Customer adviser,Dancer,Data analyst,Data engineer,Database administrator,Dentist
    Dietitian,Dispatcher,Doctor,Ecologist,Economist,Editor,Electrician,Energy manager
    Environmental engineer,Estate agent,Event manager,Farmer,Film editor,Financial adviser
    Firefighter,Fitness trainer,Florist,Food technologist,Forester,Games developer,Gardener
    Geologist,Glazier,Graphic designer,Hairdresser,Health visitor,Historian,Hotel manager
    Human resources officer,Hydrologist,Illustrator,Insurance broker,Interior designer,Interpreter
    Jeweller,Joiner,Journalist,Judge,Laboratory technician,Landscape architect,Lawyer,Lecturer
    Librarian,Locksmith,Logistics planner,Machinist,Maintenance engineer,Market researcher
    Marketing manager,Mathematician,Mechanic,Mechanical engineer,Meteorologist,Midwife,Musician
    Network engineer,Nurse,Occupational therapist,Office manager,Operations manager,Optician
    Orthoptist,Paramedic,Pastry cook,Payroll clerk,Pharmacist,Photographer,Physicist
    Physiotherapist,Pilot,Plasterer,Plumber,Police officer,Postal worker,Press officer,Printer
    Product manager,Production planner,Programmer,Project manager,Psychologist,Publisher
    Purchasing manager,Quality inspector,Radiographer,Receptionist,Recruiter,Risk analyst,Roofer
    Sales manager,Scientist,Secretary,Set designer,Ship broker,Social worker,Software engineer
    Solicitor,Sound technician,Statistician,Stock controller,Structural engineer,Surgeon,Surveyor
    Systems analyst,Tailor,Tax adviser,Teacher,Technical author,Therapist,Tour guide,Town planner
    Toxicologist,Translator,Transport planner,Travel agent,Upholsterer,Veterinarian,Video producer
    Waiter,Warehouse manager,Water engineer,Web designer,Welder,Wood machinist,Writer,Zoologist
    """, separator: ",")

  static let trades = WordList(
    """
    Advisory Aerospace Analytics Apparel Bakery Beverages Biotech Books Capital Ceramics Chemicals
    Coffee Consulting Construction Cosmetics Dairy Design Digital Education Electric Electronics
    Energy Engineering Farms Fashion Films Finance Foods Freight Furniture Games Gardens Glass
    Health Holdings Hotels Imports Industries Instruments Insurance Interiors Labs Leasing
    Logistics Machinery Marine Markets Media Medical Metals Mining Motors Music Networks Optics
    Packaging Paper Partners Pharma Plastics Power Press Printing Properties Rail Research
    Resources Retail Robotics Seeds Services Shipping Software Solutions Sports Steel Studios
    Supplies Systems Technologies Textiles Tools Toys Trading Transport Travel Ventures Water Works
    """)

  static let companyEndings = WordList("Inc Ltd LLC Group PLC Corp AG GmbH Oy AB")

  static let cardProviders = WordList(
    "Visa,Mastercard,American Express,Discover,Diners Club,JCB,Maestro", separator: ",")
}
