"""What tells a person's gender: titles, offices, and some common given names that are one or the other."""

from __future__ import annotations

import re
from typing import Final

from extract.words import word_set

TITLE: Final = re.compile(
    r"(?:\b(Mr|Sir|King|Prince|Pope|Lord|Father|Brother|Imam|Sheikh)|\b(Mrs|Ms|Miss|Lady|Dame|Queen|Princess|Madam|Sister))\b\.?\s*$"
)
OFFICE_M: Final = word_set(
    """
    spokesman chairman congressman councilman businessman king prince father husband actor son
    """
)
OFFICE_F: Final = word_set(
    """
    spokeswoman chairwoman congresswoman councilwoman businesswoman queen princess mother wife actress daughter
    """
)

GIVEN_M: Final = word_set(
    """
    james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark
    donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond
    patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan jeremy
    harold keith roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce
    albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip
    johnny barack bill bob jim mike tom tim steve chris dan dave jeff greg ken ron ted rick rob ben sam matt tony
    joel hugh ivan vladimir volodymyr dmitry sergei sergey oleg oleh igor boris mikhail nikolai viktor vyacheslav
    yuri andrei aleksandr alexei alexey pavel pierre francois jacques michel emmanuel nicolas hans karl wolfgang
    klaus jurgen carlos luis jorge pedro miguel francisco manuel mohammed muhammad mohamed ahmed ali hassan hussein
    omar ibrahim mahmoud abdullah khalid yusuf recep narendra rahul raj imran hiroshi shinzo kenji boyd marco bernie
    martin lindsey mitch harry chuck newt rand jeb mario luigi giuseppe matteo silvio antonio fernando diego rafael
    alberto eduardo ricardo roberto javier erik anders lars nils sven olaf per henrik jan piet johan georg stefan
    andreas marcus felix oscar simon adrian nigel graham ian neil stuart gavin callum liam conor declan owen gareth
    rhys tomas josef pavol milan zoran dragan goran nikola mehmet mustafa kemal amir reza hamid tariq vikram arjun
    sanjay rajesh anil suresh kumar wei jun hao takeshi kenta kofi kwame emeka chidi tunde sipho thabo
    """
)
GIVEN_F: Final = word_set(
    """
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret
    kimberly emily donna michelle carol amanda melissa deborah stephanie dorothy rebecca sharon laura cynthia amy
    kathleen angela shirley brenda emma anna pamela nicole samantha katherine christine helen debra rachel carolyn
    janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn
    judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn abigail sophia
    frances alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa diana
    brittany doris kayla lori marie hillary anne jane kate katie sue jill ellen eva irina olga natalia svetlana
    tatiana elena ekaterina yulia oksana anastasia galina ludmila angela ursula marine giorgia theresa nicola fatima
    aisha leila zainab maryam mariam amina noor priya indira sonia sushma benazir malala yoko akiko sofia lucia
    carmen ana rosa elena isabel claudia paula monica veronica beatriz dilma cristina kellyanne melania ivanka megyn
    carly nikki condoleezza ada ingrid greta astrid birgit kirsten heidi petra monika ines elise camille sylvie
    brigitte chloe lucy sophie harriet fiona gillian hilary siobhan aoife niamh moira elsa ida linnea katarina
    zuzana jana milena jelena aylin leyla shirin parisa nasrin samira asha lakshmi anjali deepa sunita yuki naoko
    mariko wanjiru adaeze ngozi amara thandiwe
    """
)
