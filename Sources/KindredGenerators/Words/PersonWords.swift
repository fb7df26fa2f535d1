/// First and last names.
enum PersonWords {
  static let female = WordList(
    """
    Ada Adele Agnes Alba Alice Alma Amanda Amelia Amina Amy Ana Andrea Angela Anita Anna Annika
    Ariana Astrid Aurora Ava Beatrice Bella Bianca Bridget Camila Carla Carmen Carol Caroline
    Cecilia Celeste Chiara Chloe Clara Claudia Cora Daisy Dana Daniela Daphne Deborah Delia Diana
    Dora Edith Elena Elin Elisa Elizabeth Ella Ellen Elsa Emilia Emily Emma Erika Esther Eva Eve
    Fatima Felicia Fiona Flora Frances Freya Gabriela Georgia Gina Giulia Grace Greta Hanna Harriet
    Hazel Heidi Helen Hilda Holly Ida Ines Ingrid Irene Iris Isabel Ivana Ivy Jana Jane Jasmine
    Jennifer Jessica Joan Johanna Josephine Joyce Judith Julia Karen Karin Katarina Kate Katherine
    Kira Laila Lara Laura Lea Lena Leonie Lidia Lily Linda Lisa Livia Lola Louise Lucia Lucy Luna
    Lydia Maja Mara Margaret Maria Marie Marta Mary Matilda Maya Megan Melissa Mia Mila Mina Mira
    Molly Monica Nadia Nancy Naomi Natalia Nell Nina Noa Nora Olga Olivia Paula Petra Phoebe Pia
    Rachel Rebecca Rita Rosa Rose Ruth Sabine Sally Samira Sandra Sara Sofia Sonia Stella Susan
    Sylvia Tamara Tanya Teresa Thea Tina Valeria Vera Victoria Viola Wendy Yasmin Yvonne Zara Zoe
    """)

  static let male = WordList(
    """
    Aaron Adam Adrian Albert Alexander Alfred Ali Amir Anders Andre Andrew Anton Antonio Arthur
    August Axel Basil Ben Benjamin Bernard Boris Brian Bruno Caleb Carl Carlos Cedric Charles
    Christian Clive Colin Conrad Cyril Damian Daniel Dario David Dean Diego Dominic Donald Douglas
    Edgar Edmund Eduardo Edward Eli Elias Emil Enzo Eric Ernest Ethan Eugene Fabian Felix Filip
    Finn Florian Francis Frank Fred Gabriel Gary George Gerald Gilbert Giles Gordon Graham Gregory
    Gustav Hans Harald Harold Harry Hassan Hector Henry Herbert Hugo Ian Ibrahim Igor Isaac Ivan
    Ivo Jack Jacob James Jan Jasper Jerome Joel John Jonas Jonathan Jorge Joseph Josh Juan Julian
    Karim Karl Keith Kevin Kilian Klaus Kurt Lars Laurence Leo Leon Leonard Levi Liam Lorenzo Louis
    Luca Lucas Luis Magnus Malcolm Manuel Marco Marcus Mario Mark Martin Mateo Matthew Max Michael
    Miguel Milan Miles Moritz Nathan Neil Nicholas Nils Noah Noel Oliver Omar Oscar Otto Owen Pablo
    Patrick Paul Pedro Peter Philip Rafael Ralph Raymond Rene Richard Robert Robin Roger Roland
    Roman Rory Rupert Ryan Samuel Sandro Scott Sebastian Silas Simon Stefan Stephen Sven Theodore
    Thomas Timothy Tobias Tom Tristan Victor Vincent Walter William Xavier Yusuf Zachary
    """)

  static let last = WordList(
    """
    Abbott Acosta Adler Ahmed Aldridge Allen Almeida Alvarez Andersen Archer Arnold Ashford Atkins
    Austin Bailey Baker Baldwin Ballard Banks Barker Barlow Barnes Barrett Barton Bauer Baxter
    Becker Bell Bennett Berg Bergman Bishop Black Blake Blum Bolton Booth Bowen Bradley Brandt
    Brennan Brooks Brown Bryant Buchanan Burke Burns Bush Butler Byrne Calder Calvert Campbell
    Carlson Carr Carter Castillo Castro Chambers Chan Chandler Chapman Chen Choi Clark Clayton
    Clements Cohen Cole Coleman Collins Conti Cook Cooper Cortez Costa Cox Craig Crawford Cross
    Cruz Dalton Daly Daniels Davies Dawson Delgado Diaz Dixon Doyle Drake Duarte Dubois Duffy
    Duncan Dunn Eaton Edwards Egan Eklund Elliott Ellis Engel Ericson Espinoza Evans Farmer Farrell
    Ferrari Fields Fischer Fisher Fleming Fletcher Flores Ford Forster Foster Fox Frank Fraser
    Freeman Frost Fuchs Fuller Garcia Gardner Garner Gibbs Gibson Gilbert Glover Gomez Gordon Graf
    Grant Graves Gray Green Greer Griffin Gruber Guerra Gupta Haas Hale Hall Hamilton Hansen Harper
    Harris Hart Hartley Harvey Hayes Heller Herman Hernandez Hewitt Hicks Hill Hoffman Holland
    Holm Holmes Holt Hopkins Horn Howard Hudson Huber Hughes Hunt Hunter Ibarra Ingram Ivanov Iyer
    Jacobs Jansen Jensen Jimenez Johansson Johnson Jones Jordan Joyce Kaiser Kane Kaplan Kaur
    Keller Kelly Kemp Kennedy Khan Kim King Klein Knight Koch Kowalski Kramer Krause Kumar Lambert
    Lang Larsen Lawson Lee Lehman Leonard Lewis Lind Lindgren Little Lloyd Logan Lopez Lowe Lucas
    Lund Lynch Madsen Maier Malone Mancini Mann Marino Marsh Martin Mason Maxwell Mayer McCoy
    Meier Mendez Mercer Meyer Miller Mills Molina Moore Morales Moran Moreau Morgan Morris Morton
    Moss Murphy Murray Nash Neumann Newman Nguyen Nichols Nielsen Nolan Norris Novak Nunez Olsen
    Ortega Osborne Owens Page Palmer Park Parker Parsons Patel Payne Pearson Pena Perez Perkins
    Peters Petrov Phillips Pierce Pope Porter Potter Powell Pratt Price Quinn Ramirez Ramos Reed
    Reeves Reid Reyes Reynolds Rice Richter Riley Rivera Roberts Robinson Rojas Romero Rossi Roth
    Rowe Ruiz Russell Ryan Sanders Santos Sato Saunders Schmidt Schneider Schultz Scott Sharma
    Shaw Shea Silva Simmons Singh Sloan Smith Snyder Sommer Soto Spencer Stanley Steele Stein
    Stevens Stewart Stone Strand Suarez Sullivan Sutton Suzuki Swanson Tanaka Tate Taylor Thomas
    Thorne Tran Tucker Turner Tyler Valdez Vance Vargas Vaughn Vega Vogel Wade Wagner Walker Wall
    Walsh Walters Wang Ward Warner Watkins Watson Watts Weaver Webb Weber Weiss Wells West Wheeler
    White Wilkins Wilson Winter Wolf Wong Wood Woods Wright Wyatt Yang Yates York Young Zeller
    Ziegler Zimmerman
    """)
}
