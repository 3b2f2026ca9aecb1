"""Given names that are forms of one another: short forms, and what a name is called in another language.

A line, with the indented ones that follow, is a group; a name stands in one group only. Forms count as weaker
evidence than the same name, so a group may be wide: Pepe is a José, and a José calls himself Joseph in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

_GROUPS: Final = """
alexander alex alec sandy xander alejandro alessandro alexandre alexandra alejandra alessandra
  sandro sandra sasha sascha aleksandr aleksander oleksandr aleksandra alexandros
andrew andy drew andres andrea andre andreas andrei andrey anders andrzej andreu
anthony tony antonio antoine anton antoni antonin toni tono toño anto
albert alberto al bert albrecht
alfred alfredo fred freddy alf
ann anne anna ana annie anita anja anika hanna hannah annette anaïs
elizabeth elisabeth liz lizzie beth betty eliza lisa elsa isabel isabella isabelle bella isa elisa
  elisabetta elise liesel lisbeth elzbieta
barbara barb babs barbora basia
benjamin ben benny benito beniamino
bernard bernardo bernhard bernd bernie
catherine katherine katharina kathryn kate katie kathy cathy kat kitty katja katrin karin catalina
  caterina catarina cata katarzyna kasia ekaterina katya aikaterini
charles charlie chuck chas carlos carlo karl carl charly carlitos
christopher chris kit christoph christophe cristobal cristoforo krzysztof topher
christian cristian cristiano christiano
christine christina cristina kristina tina chrissy kirsten kristin cristi krystyna
claudia claudine
daniel dan danny dani daniele danilo daniil danilo
david dave davey davide dawid davi
deborah debbie deb debora
dominic dominik dominique domingo domenico dom nick
donald don donny
dorothy dot dorothea dorotea dora
edward ed eddie ted teddy ned eduardo eduard edoardo edu lalo
eleanor ellie nell nora leonor eleonora
emily emilia emilie emmy
emmanuel manuel manu manolo manny emanuele manel
enrique henry henri heinrich enrico henrique harry hank quique kike heinz hendrik henryk
eugene gene eugenio eugen evgeny yevgeny
fernando fer ferdinand nando fernand hernando
francis frank frankie francisco franco francesco francois franz paco pancho curro fran xisco
  francesc kiko quico chico frances francesca francisca paqui fanny franciszek
frederick frederico federico friedrich fritz fede frederic fryderyk rick
gabriel gabe gabriele gabi
george jorge georg georges giorgio jordi jurgen georgios yuri jerzy jurek
gerald gerry gerardo gerard gerhard gerd
gregory greg gregorio gregor grigory grzegorz
gonzalo gonçalo gonza
guillermo william bill billy will willy wilhelm guillaume guglielmo guilherme liam memo guille
  wilson willem
ignacio nacho inaki iñaki ignazio ignatius iggy ignasi
isaac isaak ike
jacob jack jake james jim jimmy jamie jaime jacques jakob jakub diego santiago santi iago tiago
  thiago giacomo kuba yakov jaume jacobo
javier xavier javi xavi xavi
jeffrey jeff geoffrey geoff
jennifer jen jenny
jesus chus suso chuy
joachim joaquin jochen achim quino gioacchino
john johnny juan jean giovanni gianni joao johann johannes hans jan ivan sean ian juanito johan
  hannes jon jens ioannis yannis vanya janusz evan
jonathan jonny yonatan jonatan
joseph joe joey jose pepe pepito giuseppe beppe josef sepp josep pep jozef yusuf yousef youssef
  josip ze peppe
josephine josefina josefa pepa pepi fina giuseppina
judith judy judit
julian julien giuliano juliano jules julio giulio julius
julia julie giulia juliette juli jule
kenneth ken kenny
lawrence larry lorenzo laurent lorenz laurence lars lourenço laura
leonard leo leonardo leonhard lenny leon
louis lewis luis luigi lou ludwig lucho luiz lluis gigi ludovic
lucas luke luca lukas luc lukasz
lucy lucia luci lucie luzia
margaret maggie meg peggy marge margarita marguerite margherita greta rita margarete gretchen
  malgorzata margot daisy margarida
mario marius
mark marc marco marcos marcus markus marek marcello marcelo
martha marta
martin martino marty tino marcin
mary maria marie mariana maryam miriam mia maruja mari marika mariya
matthew matt mateo matteo matthias matthieu mathieu mateus matias mats mateusz matvey matze
maximilian max maxime massimo maximo maksim maxim massimiliano maxi
michael mike mick mickey miguel michel michele mikhail misha michal mikkel mihai mikael miki micha
  miquel
natalia natalie nat natasha nathalie
nicholas nicolas nicola nico niko niccolo nikolaus klaus nikolai kolya nikos nicolau niklas nils
  mikolaj claus
oliver olivier ollie oliviero
oscar oskar
pablo paul paolo paulo pauli pol pavel pawel pau paavo
patrick pat paddy patricio patrizio patryk
patricia patty trish tricia patrizia patri
peter pete pedro pierre pietro piero petr pyotr piotr peder petros pere perico per
philip phil philippe felipe filippo philipp filip pip
raphael rafael raffaele rafa rafal raf
raymond ray ramon raimundo raimondo
rebecca becky bec rebeca
richard dick rich richie ricky ricardo riccardo ryszard rik
robert rob bob bobby robbie roberto berto rupert ruprecht
roderick rodrigo rod
roland rolando orlando rolf
rudolph rudy rodolfo rudolf
samuel sam sammy samuele samu
sarah sara sally sarita
sebastian sebastien sebastiano seb basti bastian sebas
sergio serge sergei sergey serhiy sergi
simon simone ximeno szymon
sophia sophie sofia sofie zofia
stephen steven steve stefan stephan stefano esteban etienne estevao stephane stevie szczepan istvan
susan sue susanna suzanne susana susi susanne zuzanna
teresa theresa therese terry tere resi tessa teresita
theodore theo teodoro theodor fyodor fedor
thomas tom tommy tomas tommaso tomasz thom tommi
timothy tim timmy timoteo timo timofey
tobias toby tobi
valentin valentino valentina vale
vincent vince vicente vincenzo vinny enzo vinzenz
victor vittorio vic viktor vito vitor
victoria vicky vittoria viktoria tori vicki
walter walt wally gualtiero
vladimir volodymyr vova wladimir vlad
yuliya yulia
dmitry dmitri dima dmitrij dimitri dimitris
wojciech wojtek
stanislaw stanislav stas staszek
mohammed muhammad mohamed mohammad mehmet mahmoud mo
ahmed ahmad achmed
concepcion concha conchi conchita
dolores lola loli
rosario charo
mercedes merche meche
consuelo chelo
guadalupe lupe
hortensia tencha
begoña bego
inmaculada inma
encarnacion encarna encarni
montserrat montse
beatriz beatrice beatrix bea trixi
raquel rachel rahel
monica monika moni
silvia sylvia sylvie
ines agnes agnese inez agnieszka
adrian adriano adrien adriana
alvaro alvar
hugo ugo
jessica jess jessie
joanna johanna joanne joana giovanna juana jo ioanna
alan allan allen
charlotte lotte carlota carlotta
olga olya
tatiana tatyana tanya tania tatjana
amelie amelia
alice alicia
helen helena elena helene eleni ilona
irene irina ira irini
eva eve ewa
ruben reuben
"""


@cache
def nicknames() -> Mapping[str, int]:
    """Return the number of the group of every name, folded as `netreach.text.fold` does.

    >>> groups = nicknames()
    >>> groups["bob"] == groups["robert"], groups["paco"] == groups["francisco"] == groups["robert"]
    (True, False)
    """
    from netreach.text import fold

    found: dict[str, int] = {}
    for number, line in enumerate(_GROUPS.replace("\n  ", " ").split("\n")):
        for name in line.split():
            found.setdefault(fold(name), number)
    return found
