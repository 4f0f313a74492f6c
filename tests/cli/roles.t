#!/bin/sh
# --favor, --union, --keep, --drop, --with-title and --blocks: what users can rely on, on a page of each language.
. "${0%/*}/lib.sh"

# article LANG TITLE BYLINE DATE HEADING CAPTION SENTENCE: a page with a headline, a byline and a date without
# any class, a caption, a heading, a list, a quote, code, and comments behind it.
article() {
    printf '<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"><title>%s</title></head><body>\n' "$1" "$2"
    printf '<nav><ul><li><a href="/a">%s</a><li><a href="/b">%s</a></ul></nav><main><article><h1>%s</h1>' "$1-1" "$1-2" "$2"
    printf '<p>%s</p><p>%s</p>' "$3" "$4"
    printf '<p>1 %s %s</p><p>2 %s %s</p>' "$7" "$7" "$7" "$7"
    printf '<figure><img src="a.jpg" alt=""><figcaption>%s</figcaption></figure><p>3 %s %s</p>' "$6" "$7" "$7"
    printf '<h2>%s</h2><p>4 %s %s</p><blockquote><p>5 %s %s</p></blockquote>' "$5" "$7" "$7" "$7" "$7"
    printf '<ul><li>6 %s</li><li>7 %s</li></ul><p>8 %s %s</p></article>' "$7" "$7" "$7" "$7"
    printf '<section id="comments"><div class="comment"><p>9 %s</p></div><div class="comment"><p>10 %s</p></div>' "$7" "$7"
    printf '</section></main></body></html>\n'
}

article en "Flood closes the lower road" "By Jane Roe" "12 March 2024, 10:20" "What comes next" "The road on Monday" \
    "The river rose by two metres overnight, and by morning the lower road was closed." >en.html
article de "Flut sperrt die untere Straße" "Von Max Müller" "12. März 2024, 10.20 Uhr" "Wie es weitergeht" \
    "Die Straße am Montag" "Der Fluss stieg über Nacht um zwei Meter, und am Morgen war die Straße gesperrt." >de.html
article fr "La crue coupe la route du bas" "Par Élodie Dupont" "Publié le 12 mars 2024 à 10h20" "Et maintenant" \
    "La route lundi" "La rivière est montée de deux mètres pendant la nuit, et au matin la route était coupée." >fr.html
article es "La crecida corta la carretera baja" "Por Juan Pérez y Ana Ruiz" "12 de marzo de 2024" "Qué pasará ahora" \
    "La carretera el lunes" "El río subió dos metros durante la noche, y por la mañana la carretera estaba cortada." >es.html
article ru "Паводок закрыл нижнюю дорогу" "Автор: Иван Петров" "12 марта 2024 г., 10:20" "Что будет дальше" \
    "Дорога в понедельник" "За ночь река поднялась на два метра, и к утру нижняя дорога была закрыта." >ru.html
article zh "洪水淹没下游公路" "记者 王芳" "2024年3月12日 10:20 来源：新华社" "接下来怎么办" "星期一的公路" \
    "河水一夜之间上涨了两米，到了早晨，下游的公路已经封闭，车辆只能绕行。" >zh.html
article ar "الفيضان يغلق الطريق السفلي" "بقلم أحمد علي" "12 مارس 2024" "ماذا بعد" "الطريق يوم الاثنين" \
    "ارتفع النهر مترين خلال الليل، وفي الصباح كان الطريق السفلي مغلقا أمام السيارات والمارة." >ar.html

# say FILE OPTION...: the text of a page. has, lacks LINE and no_line REGEX look into it.
say() { file=$1; shift; run "$WARCSIFT" extract "$@" "$file"; }
has() { grep -qxF -- "$1" out; }
lacks() { ! grep -qxF -- "$1" out; }
no_line() { ! grep -qE -- "$1" out; }

for lang in en de fr es ru zh ar; do
    title=$(sed -n 's/.*<title>\(.*\)<.title>.*/\1/p' $lang.html)
    byline=$(sed -n 's/.*<.h1><p>\([^<]*\)<.p><p>.*/\1/p' $lang.html)
    date=$(sed -n 's/.*<.h1><p>[^<]*<.p><p>\([^<]*\)<.p>.*/\1/p' $lang.html)
    caption=$(sed -n 's/.*<figcaption>\([^<]*\)<.*/\1/p' $lang.html)
    heading=$(sed -n 's/.*<h2>\([^<]*\)<.*/\1/p' $lang.html)
    say $lang.html
    cp out plain
    is "$(grep -cE '^(- )?[1-8] ' out)" 8 "$lang: the text"
    ok "$lang: its heading" has "$heading"
    ok "$lang: not its headline" lacks "$title"
    ok "$lang: nor its byline" lacks "$byline"
    ok "$lang: nor its date" lacks "$date"
    ok "$lang: nor its comments" no_line "^(9|10) "

    say $lang.html --with-title
    is "$(head -n 1 out)" "$title" "$lang: --with-title: the title is on top"
    is "$(grep -cxF -- "$title" out),$(sed -n 2p out)" "1," "$lang: once, and an empty line"
    sed 1,2d out >rest
    same rest plain "$lang: and then the text"
    say $lang.html --with-title --keep headline
    is "$(grep -cxF -- "$title" out)" 1 "$lang: once, though headlines are kept"

    say $lang.html --keep headline,byline,caption,comment
    is "$(head -n 1 out)" "$title" "$lang: --keep headline"
    ok "$lang: --keep byline keeps names" has "$byline"
    ok "$lang: and dates" has "$date"
    ok "$lang: --keep caption" has "$caption"
    is "$(grep -cE '^(9|10) ' out)" 2 "$lang: --keep comment"
    ok "$lang: but no navigation" no_line "$lang-1"

    say $lang.html --drop heading,caption,list
    ok "$lang: --drop heading" lacks "$heading"
    ok "$lang: --drop caption" lacks "$caption"
    is "$(grep -c '^- ' out),$(grep -cE '^[1-58] ' out)" "0,6" "$lang: --drop list, and all else stays"
    say $lang.html --drop quote,paragraph
    is "$(grep -cE '^[1-58] ' out),$(grep -cE '^- [67] ' out)" "0,2" "$lang: --drop quote,paragraph"
done

# Code and tables.
{
    page "How to build it" one two three | sed 's/<.article>.*//'
    printf '<pre>make all</pre><p>It takes a minute, more or less, on a machine of some age, and then it is there.</p>'
    printf '<table><tr><th>Target<th>What it makes</tr><tr><td>all<td>the program</tr><tr><td>test<td>nothing'
    printf '</table><p>That is all there is to say about it, and it was said in plain words of many lengths.</p></article>'
} >doc.html
say doc.html --keep code,table
like out '^make all$' "code"
like out '^all	the program$' "a table"
say doc.html --keep table --drop code
ok "--drop code" no_line '^make all'
like out '^all	the program$' "and the table stays"
say doc.html --keep code --drop table
ok "--drop table" no_line 'the program'
like out '^make all$' "and the code stays"

# A forum keeps what its users say.
{
    printf '<!DOCTYPE html><title>Wet cellar - Forum</title><body><nav><a href=/>Home</a></nav><h1>Wet cellar</h1>'
    printf '<div class="forum thread">'
    for word in water pump wall floor; do
        printf '<div class="message comment"><div class="author">user-%s</div><div class="messagetext">' "$word"
        printf 'In my cellar it was the %s, and I needed weeks to find that out; since then it has been dry, ' "$word"
        printf 'even in a spring as wet as this one was. I would look there first.</div></div>'
    done
    printf '</div></body>'
} >forum.html
say forum.html
is "$(grep -c '^In my cellar' out)" 4 "a forum: its posts are the text"
ok "a forum: the names of users are not" no_line '^user-'
say forum.html --drop comment
is "$(grep -c '^In my cellar' out)" 0 "--drop comment: nor are its posts"

# --favor: each setting has what the stricter ones have. Lines appear in the same order.
within() { diff "$1" "$2" | grep -q '^<' && return 1; return 0; }
for side in precision balanced recall; do
    for lang in en de fr es ru zh ar; do
        "$WARCSIFT" extract --favor $side $lang.html
    done | sed 's/^- //' | grep . >$side
done
ok "precision is within balanced" within precision balanced
ok "balanced is within recall" within balanced recall
ok "recall reads more" test "$(wc -c <recall)" -ge "$(wc -c <precision)"
"$WARCSIFT" extract en.html >default
"$WARCSIFT" extract --favor balanced en.html >balanced
same default balanced "balanced is the default"

# --blocks and --union.
run "$WARCSIFT" extract --format json en.html
ok "no blocks unless asked for" no_line '"blocks"'
run "$WARCSIFT" extract --format json --blocks en.html
like out '"truncated":"","record_type":"",.*"blocks":\[\{"role":"paragraph","start":0,"end":[0-9]+,"lenient":false\},' "--blocks lists them"
for role in paragraph heading quote list; do
    like out "\"role\":\"$role\"" "a $role among them"
done
ok "none is lenient" no_line '"lenient":true'
run "$WARCSIFT" extract --format json --blocks --with-title en.html
like out '"blocks":\[\{"role":"headline","start":0,"end":27,"lenient":false\},\{"role":"paragraph","start":29,' \
    "the title on top is one of them"
response http://example.org/ <en.html >in.warc
"$WARCSIFT" -q -o - --union --keep boilerplate,comment in.warc >out
like out '"role":"comment"' "options hold for archives, too"
"$WARCSIFT" extract --favor recall en.html >recall
"$WARCSIFT" extract --union en.html >union
same recall union "--union is the text of --favor recall"
if command -v jq >/dev/null; then
    for lang in en zh ar; do
        "$WARCSIFT" extract --format json --union $lang.html >out
        jq -r '.text as $t | .blocks[] | select(.lenient | not) | $t[.start:.end]' out >strict
        "$WARCSIFT" extract $lang.html | sed 's/^- //' | grep . >balanced
        same strict balanced "$lang: without what is lenient it is the balanced text"
        jq -r '.text as $t | .blocks[] | $t[.start:.end]' out >all
        "$WARCSIFT" extract --favor recall $lang.html | sed 's/^- //' | grep . >recall
        same all recall "$lang: with it, all of the lenient one"
        "$WARCSIFT" extract --format json --union --favor precision $lang.html >out
        jq -r '.text as $t | .blocks[] | select(.lenient | not) | $t[.start:.end]' out >strict
        "$WARCSIFT" extract --favor precision $lang.html | sed 's/^- //' | grep . >precise
        same strict precise "$lang: or the precise one"
    done
else
    skip "no jq"
fi
done_testing
