#!/bin/sh
# Quality filters decide as datatrove's do, for the same reasons and with the same texts left; words are those of
# spaCy's tokenizer. make parity compares on all benchmark pages, and prints the table.
. "${0%/*}/../tap.sh"
. "$SRC/tests/corpus/lib.sh"

# With pages of the benchmark where there are some: one in so many.
pages=
if [ -d "${WS_SHARED:-}/bench" ]; then
    python3 "$WS_SHARED/bench/to_warc.py" pages.warc.gz "$WS_SHARED/bench/trafilatura.dev.jsonl.xz" >/dev/null &&
        pages=pages.warc.gz
fi
run sh "$SRC/tests/corpus/parity.sh" . "$corpus_python" $pages ${pages:+60 400}
is "$status" 0 "the program and datatrove have judged"
sed 's/^/# /' out
like out '^agree: yes' "decisions, reasons and texts agree on 99.5 % of documents"
for reason in dup_para_frac dup_line_frac dup_line_char_frac top_2_gram top_3_gram duplicated_5_n_grams gopher_short_doc \
    gopher_below_avg_threshold gopher_above_avg_threshold gopher_too_many_hashes gopher_too_many_ellipsis gopher_too_many_bullets \
    gopher_too_many_end_ellipsis gopher_below_alpha_threshold gopher_enough_stop_words too_few_sentences lorem_ipsum \
    curly_bracket line_punct_ratio short_line_ratio char_dup_ratio list_ratio; do
    like out "[:,] $reason [0-9]" "a document is rejected for $reason"
done

words=$(readlink -f "$WARCSIFT")
words=${words%/*}/tests/bench/words
if [ -x "$words" ]; then
    "$corpus_python" "$SRC/tests/corpus/parity.py" texts >texts
    "$words" -d <texts >words
    run "$corpus_python" "$SRC/tests/corpus/parity.py" tokens words
    like out '^agree: yes' "$(head -n 1 out)"
else
    skip "not built: make unit"
fi

test_words=${words%/bench/words}/unit/test_words
if [ -x "$test_words" ]; then
    WS_WORDS_TEXTS=texts.wet run "$test_words"
    is "$status,$(grep -c 'file that is named\|# SKIP' out)" "0,1" "by UAX #29, texts have the words that ICU finds"
else
    skip "not built: make unit"
fi
done_testing
