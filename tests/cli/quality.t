#!/bin/sh
# Quality filters on the command line: --preset, --filters, --threshold, --stop-words, --annotate, --compat; what they
# count, write to the rejects and change.
. "${0%/*}/lib.sh"

german='Alle Menschen sind frei und gleich an Rechten geboren. Sie sind mit Vernunft begabt und sollen einander begegnen, wie
es sich gebührt, und niemand darf in Sklaverei gehalten werden, denn das ist seit langem verboten. Wer das nicht glaubt, der
lese es nach. Es steht geschrieben, seit vielen Jahren schon. Und wer es gelesen hat, sage es anderen weiter, so oft er kann.'
{
    page "A page" one two | response http://a.example/good
    printf '<!DOCTYPE html><meta charset=utf-8><title>T</title><article><p>%s</p></article>' "$german" | response http://a.example/german
    printf '<!DOCTYPE html><meta charset=utf-8><title>T</title><article><p>A short text, but one that has an end.</p></article>' | response http://a.example/short
    printf '<!DOCTYPE html><meta charset=utf-8><title>T</title><article><p>%s</p><p>%s</p><p>%s</p><p>For many years he wrote JavaScript, and then he wrote no more of it.</p><p>No stop here: and that is all</p></article>' \
        "This paragraph says that the house of my friend is old. It was built when he was young." \
        "Another paragraph tells of the garden, and of trees which were planted later. They have grown." \
        "A third one has to say that all of it was sold in the end. Nobody knows to whom it went, or when." | response http://a.example/lines
} >a.warc

urls() { sed -n 's/.*"url":"http:..a.example.\([^"]*\)".*/\1/p' "$1" | tr '\n' ' '; }

run "$WARCSIFT" -q -o - a.warc
cp out plain
is "$(urls plain)" "good german short lines " "without filters all are written"
unlike plain '"quality"' "without --annotate there is no such key"
run "$WARCSIFT" -q -o - --preset none a.warc
same out plain "--preset none is the default"
run "$WARCSIFT" -q -o o --filters gopher --rejects r a.warc
is "$(gzip -dc o/a.jsonl.gz >f && urls f)" "good lines " "--filters gopher"
is "$(count o/a gopher_short_doc),$(count o/a gopher_enough_stop_words),$(count o/a quality)" "1,1,2" "reasons are counted"
gzip -dc r/a.jsonl.gz >f
like f '"reject_reason":"gopher_enough_stop_words","reject_metric":"stop_words","reject_value":0\.0,"reject_threshold":2\.0' "the reject says why"
like f '"reject_reason":"gopher_short_doc","reject_metric":"words","reject_value":9\.0,"reject_threshold":50\.0' "and so does the other"
like o/a.stats.json ' filters=gopher words=uax29' "the options are told"
unlike o/a.stats.json 'min_doc_words' "what is as usual is not"
run "$WARCSIFT" -q -o - --filters gopher --threshold min_doc_words=5 --threshold min_stop_words=0 a.warc
is "$(urls out)" "good german short lines " "--threshold, twice"
run "$WARCSIFT" -q -o o2 --filters gopher --threshold min_doc_words=5 a.warc
like o2/a.stats.json 'min_doc_words=5 ' "is told"
printf '# German\nund\n der \nist\nder\n' >stop
run "$WARCSIFT" -q -o - --filters gopher --stop-words stop a.warc
is "$(urls out)" "german " "--stop-words"

# Filters that change the text.
run "$WARCSIFT" -q -o - --preset c4 a.warc
is "$(urls out)" "german lines " "--preset c4"
like out 'young\.\\nAnother paragraph' "lines of the text stand one under the other"
unlike out 'JavaScript|No stop here' "some are left out"
run "$WARCSIFT" -q -o - --filters c4 --threshold filter_no_terminal_punct=0 a.warc
like out 'No stop here' "unless their end does not matter"
for option in --markdown --blocks; do
    run "$WARCSIFT" -q -o - --preset c4 $option a.warc
    is "$(urls out)" "german lines " "the same documents $option"
    like out 'JavaScript' "but with the whole text"
done
run "$WARCSIFT" -q -o - --preset fineweb a.warc
is "$(urls out)" "lines " "--preset fineweb"
run "$WARCSIFT" -q -o - --preset fineweb --compat datatrove a.warc
is "$(urls out)" "lines " "--compat datatrove"
run "$WARCSIFT" -q -o o3 --preset fineweb --compat datatrove a.warc
like o3/a.stats.json 'filters=gopher-rep,gopher,c4,fineweb words=spacy-3.8-en filter_no_terminal_punct=0' "all is told"
for threads in 1 3; do
    run "$WARCSIFT" -q -o "t$threads" -j $threads --preset refinedweb --annotate a.warc
done
same t1/a.jsonl.gz t3/a.jsonl.gz "the same from any number of threads"

# --annotate.
run "$WARCSIFT" -q -o - --annotate --preset fineweb a.warc
is "$(urls out)" "good german short lines " "--annotate drops nothing"
sed 's/,"quality":{[^}]*}//' out >f
same f plain "and changes nothing else"
like out '"quality":\{"chars":38,"dup_para_frac":0\.0,.*"words":9,"avg_word_length":3\.[0-9]*,' "what is measured, whole numbers and others"
is "$(sed 's/.*"quality":{\([^}]*\)}.*/\1/; s/:[^,]*//g' out | sort -u | wc -l | tr -d ' ')" 1 "always the same keys"

for bad in '--preset c5' '--filters c4,' '--filters none' '--threshold c4=1' '--threshold min_doc_words' '--threshold min_doc_words=x' \
    '--threshold filter_policy=0.5' '--compat spacy'; do
    # shellcheck disable=SC2086 # words
    run "$WARCSIFT" -q -o - $bad a.warc
    is "$status" 2 "$bad"
done
run "$WARCSIFT" -q -o - --filters gopher --stop-words nowhere a.warc
is "$status" 2 "stop words that are not there"
like err '^warcsift: nowhere: ' "are named"

# All thresholds are in the manual.
for name in $(sed -n 's/^    X([A-Z0-9_]*, "\([a-z0-9_]*\)", [-0-9.]*).*/\1/p' "$SRC/include/warcsift/corpus.h"); do
    grep -q "^.It Li $name Ta" "$SRC/pipeline/warcsift.1" || printf '%s ' "$name"
done >f
is "$(cat f)" "" "the manual has all thresholds"
done_testing
