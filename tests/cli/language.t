#!/bin/sh
# Languages: what is found and recorded, --lid, --lid-model, --lang, --lang-score.
. "${0%/*}/lib.sh"

value() { # KEY FILE: of each record
    sed -n "s/.*\"$1\":\"\{0,1\}\([^\",]*\).*/\1/p" "$2"
}

german='Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und
sollen einander im Geiste der Brüderlichkeit begegnen, und niemand darf in Sklaverei gehalten werden.'
french="Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience
et doivent agir les uns envers les autres dans un esprit de fraternité, et nul ne sera tenu en esclavage."
page_of() { # LANG TEXT
    printf '<!DOCTYPE html><html lang="%s"><meta charset=utf-8><title>T</title><article><p>%s</p><p>%s</p></article>' "$1" "$2" "$2"
}
page "An English page" one two three | response http://a.example/en >some.warc
page_of en "$german" | response http://a.example/de >>some.warc
page_of fr-CA "$french" | response http://a.example/fr >>some.warc
page_of '' "$(printf '1234 5678 %.0s' $(seq 40))" | response http://a.example/numbers >>some.warc

# Whatever the build has.
run "$WARCSIFT" -q -o - --lid declared some.warc
is "$(value language out | tr '\n' ' ')" "en en fr  " "--lid declared: as pages say"
is "$(grep -c '"language_score":0.0,' out)" 4 "with no score"
is "$(value language_iso3 out | tr '\n' ' ')" "eng eng fra  " "and their codes in ISO 639-3"
run "$WARCSIFT" -q -o - --lid declared --lang fra,de --lang-score 0.9 some.warc
is "$(value language out)" fr "--lang on what is declared, which has no score to ask for"
run "$WARCSIFT" -q -o shards --lid declared --lang fr some.warc
is "$(count shards/some language),$(count shards/some article)" "3,1" "others are counted"
like shards/some.stats.json '"language": 3' "by the reason"
like shards/some.stats.json 'lid=declared lang=fr' "the options are told"
for bad in '--lid cld3' '--lid-model' '--lang en,' '--lang e' '--lang-score 2' '--lang-score x' '--lid declared --lid-model m'; do
    # shellcheck disable=SC2086 # words
    run "$WARCSIFT" -q -o - $bad some.warc
    is "$status" 2 "$bad"
done
run "$WARCSIFT" -q -o - --lid-model nowhere.bin some.warc
is "$status" 2 "a model that is not there"
like err '^warcsift: nowhere.bin: ' "is named"
run "$WARCSIFT" extract --format json --lid-model nowhere.bin /dev/null
is "$status" 2 "and by extract"

"$WARCSIFT" --version >version
if grep -q 'CLD2 V' version; then
    run "$WARCSIFT" -q -o - some.warc
    is "$(value language out | tr '\n' ' ')" "en de fr und " "CLD2: what they are in"
    is "$(value language_declared out | tr '\n' ' ')" "en en fr  " "what they declare is told, too"
    is "$(value language_iso3 out | tr '\n' ' ')" "eng deu fra  " "ISO 639-3"
    like out '"language":"de","language_score":0\.[89][0-9]*,' "a score below 1"
    like out '"language":"und","language_score":0\.0,' "none where nothing can be told"
    for threads in 1 4; do
        run "$WARCSIFT" -q -o - -j $threads --markdown some.warc
        is "$(value language out | tr '\n' ' ')" "en de fr und " "in Markdown, -j $threads"
    done
    run "$WARCSIFT" -q -o - --lang deu,en some.warc
    is "$(value language out | tr '\n' ' ')" "en de " "--lang"
    run "$WARCSIFT" -q -o - --lang und some.warc
    is "$(value url out)" http://a.example/numbers "--lang und"
    # Two languages, one somewhat more than half.
    {
        printf '<!DOCTYPE html><meta charset=utf-8><title>T</title><article>'
        for i in 1 2 3 4; do printf '<p>%s</p><p>%s</p>' "$german" "$german"; done
        for i in 1 2 3; do printf '<p>%s</p><p>%s</p>' "$french" "$french"; done
    } | response http://a.example/both >both.warc
    run "$WARCSIFT" -q -o - both.warc
    score=$(value language_score out)
    ok "about half of it: $score" awk "BEGIN { exit !($score > 0.4 && $score < 0.65) }"
    run "$WARCSIFT" -q -o shards2 --rejects rejects --lang-score 0.65 --compress none both.warc some.warc
    is "$(count shards2/both article),$(count shards2/some article)" "0,3" "--lang-score"
    like rejects/both.jsonl "\"reject_reason\":\"language_score\",\"reject_metric\":\"language_score\",\"reject_value\":$score,\"reject_threshold\":0.65" \
        "the reject says by how much"
    run "$WARCSIFT" -q -o - --lang-score "$score" both.warc
    is "$(lines out)" 0 "what is no more than the threshold is left out"
    # Danish and Norwegian: what is known beside the text.
    nordic='Vi har en hund og en kat i huset, og de er meget glade'
    printf '<!DOCTYPE html><meta charset=utf-8><title>T</title><article><p>%s</p></article>' "$nordic" >nordic.html
    run "$WARCSIFT" extract --format json --url http://a.example.dk/ nordic.html
    is "$(value language out)" da "the top-level domain"
    response http://a.example/ '200 OK' 'Content-Type: text/html' 'Content-Language: da' <nordic.html >nordic.warc
    run "$WARCSIFT" -q -o - nordic.warc
    is "$(value language out)" da "Content-Language"
    printf '%s, og her er mer om det' "$german" | record conversion http://a.example/wet text/plain >wet.warc
    run "$WARCSIFT" -q -o - wet.warc
    is "$(value language out)" de "a conversion"
    # Runs with and without are different runs.
    run "$WARCSIFT" -q -o again some.warc
    run "$WARCSIFT" -q -o again --lid cld2 some.warc
    like again/some.stats.json 'lid=cld2/V' "the version of CLD2 is told"
else
    run "$WARCSIFT" -q -o - --lid cld2 some.warc
    is "$status" 2 "--lid cld2 without CLD2"
    like err 'this build has no CLD2' "says so"
    skip "this build has no CLD2"
fi

# A model: a line of training for each label is enough to tell these apart.
if ! grep -q '[^t] fastText' version || grep -q 'without fastText' version; then
    skip "this build has no fastText"
elif ! command -v fasttext >/dev/null; then
    skip "no fasttext to make a model with"
else
    for i in 1 2 3 4 5 6 7 8; do
        echo "__label__deu_Latn $german" | tr '\n' ' '
        echo
        echo "__label__fra_Latn $french" | tr '\n' ' '
        echo
        echo "__label__eng_Latn This paragraph is about one, and it says what can be said about it in a few plain sentences."
    done >train.txt
    fasttext supervised -input train.txt -output model -dim 8 -epoch 60 -lr 1 -minn 2 -maxn 4 -bucket 2000 -thread 1 >log 2>&1
    ok "a model is made" test -s model.bin
    run "$WARCSIFT" -q -o - --lid-model model.bin some.warc
    is "$(value language out | head -n 3 | tr '\n' ' ')" "en de fr " "--lid-model"
    is "$(value language_script out | head -n 3 | tr '\n' ' ')" "Latn Latn Latn " "the script of the label"
    is "$(value language_iso3 out | head -n 3 | tr '\n' ' ')" "eng deu fra " "its code"
    # What the library's own program says of the same line.
    value text out | head -n 1 >/dev/null
    "$WARCSIFT" extract german.html >/dev/null 2>&1
    page_of en "$german" >german.html
    "$WARCSIFT" extract german.html | tr '\n' ' ' | sed 's/ $//' >line
    echo >>line
    run "$WARCSIFT" extract --format json --lid-model model.bin german.html
    ours=$(value language_score out)
    theirs=$(fasttext predict-prob model.bin line 1 | cut -d ' ' -f 2)
    ok "the probability is the library's: $ours, $theirs" awk "BEGIN { d = $ours - $theirs; exit !(d < 0.0002 && d > -0.0002) }"
    run "$WARCSIFT" -q -o - -j 4 --lid-model model.bin --lang de some.warc
    is "$(value url out)" http://a.example/de "--lang on its codes"
    run "$WARCSIFT" -q -o modelled --lid-model model.bin some.warc
    like modelled/some.stats.json "lid=fasttext/sha256:$(sha256sum <model.bin | cut -d ' ' -f 1)" "the options name it by its digest"
    head -c 3000 model.bin >cut.bin
    run "$WARCSIFT" -q -o - --lid-model cut.bin some.warc
    is "$status" 2 "a model that is cut off"
    like err '^warcsift: cut.bin: cut off' "is told"
    run "$WARCSIFT" -q -o - --lid-model train.txt some.warc
    is "$status" 2 "something else"
    like err '^warcsift: train.txt: ' "is told, too"
fi
done_testing
