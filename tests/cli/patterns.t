#!/bin/sh
# The patterns of pages that the model learns from (pipeline/extract/train/software.py): they can be read, say what is text,
# and draw the same pages again.
. "${0%/*}/../tap.sh"
command -v python3 >/dev/null || skip_all "no python3"
case ${FLAVOR:-release} in asan | tsan) skip_all "none of it is compiled" ;; esac
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
train=$SRC/pipeline/extract/train
check() { run python3 "$train/software.py" check "$@"; }

check "$train"/software/*.html
is "$status" 0 "no pattern has a fault"
like out ' of text' "their words are counted"
unlike out ': 0 words of text|, 0 of junk' "each has text and junk"

python3 "$train/software.py" write first "$train"/software/[a-d]*.html
python3 "$train/software.py" write second "$train"/software/[a-d]*.html
ok "pages are drawn" test -s first
same second first "and alike again"

pattern() {
    printf '<!-- lang: en; kind: article; software: A system of our own; -->\n<html><body>%s</body></html>' "$1" >own.html
    check own.html
}

pattern '<nav>Home</nav><h1><!--any-->A title<!--/any--></h1><!--text--><p>One two<!--junk--> Share<!--/junk--></p><!--/text-->'
is "$(cat out)" 'own.html: 2 words of text, 2 of either, 2 of junk' "the innermost mark counts"
pattern '<script>none of it</script><!--text-->{{repeat 3-3}}<b>x</b> {{maybe 0}}y{{end}}{{end}}{{n 7-7}} {{one two|three four}}<!--/text-->'
is "$(cat out)" 'own.html: 6 words of text, 0 of either, 0 of junk' "what is drawn counts; scripts and what has no chance do not"

pattern '<!--text--><p>never closed</p>'
is "$status" 1 "a fault is a failure"
like err '^own.html: <!--text--> is not closed' "a mark that is not closed is told"
pattern '<!--text--><p>{{repeat 2-4}}without end</p><!--/text-->'
like err '^own.html: \{\{repeat\}\} has no \{\{end\}\}' "so is what has no end"
pattern '{{paragraph}}'
like err '^own.html: what is \{\{paragraph\}\}' "and what nobody knows"
printf '<html></html>' >own.html
check own.html
like err '^own.html: the first line does not say' "and a page that does not say what it is"

done_testing
