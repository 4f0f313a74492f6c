/* Words of prompts: the tokens of a text, and that prompts have more of what the model knows than news. What it
 * says of one sentence changes with what it has learned from: only margins are asked for. */
#include "pipeline/extract/doubt/prompt_words.h"
#include "pipeline/extract/lexicon/lexicon.h"
#include "tests/tap.h"

#define GUARD 0x5eed5eedu

struct tokens {
    uint32_t v[WS_PROMPT_TOKENS + 1];
    unsigned n;
};

static struct tokens of(const char *text)
{
    struct tokens t;
    t.v[WS_PROMPT_TOKENS] = GUARD;
    t.n = ws_prompt_tokens(SLICE(text), t.v);
    return t;
}

static bool same(const char *a, const char *b)
{
    struct tokens x = of(a), y = of(b);
    return x.n && x.n == y.n && !memcmp(x.v, y.v, x.n * sizeof *x.v);
}

/* Tokens of a that b has, too. */
static unsigned shared(const char *a, const char *b)
{
    struct tokens x = of(a), y = of(b);
    unsigned n = 0;
    for (unsigned i = 0; i < x.n; i++)
        for (unsigned k = 0; k < y.n; k++)
            if (x.v[i] == y.v[k]) {
                n++;
                break;
            }
    return n;
}

static void small_letters(void)
{
    OK(same("GIVE the Cows", "give the cows"), "small letters");
    OK(same("ÉCOLE Över", "école över"), "with accents");
    OK(same("ПОДПИШИТЕСЬ Сейчас", "подпишитесь сейчас"), "Cyrillic");
    OK(same("ΔΩΡΕΆ Στο", "δωρεά στο"), "Greek");
    OK(!same("give the cows", "give the cow"), "other words are others");
    OK(same("  give\tthe\ncows ", "give the cows"), "white space says nothing");
}

static void words_and_pairs(void)
{
    OK(of("cow").n == 2, "a word, which begins a sentence");
    OK(of("cow ox boat").n == 7, "three words and two pairs");
    OK(shared("cow boat", "boat cow") == 2, "pairs have an order");
    OK(shared("a cow boat", "the cow boat") == 3, "a pair is known anywhere");
    OK(of("牛").n == 2 && of("牛船").n == 5, "Chinese characters are words, and pairs");
    OK(shared("牛船", "船牛") == 2, "those have an order, too");
    OK(shared("牛。船", "牛船") == 4, "with nothing but a full stop between");
    OK(same("ねこ", "ね こ") && of("ねこ").n == 5, "kana, too");
}

static void sentences(void)
{
    OK(shared("cow. boat", "ox. boat") == 2, "the word that begins a sentence, whatever stands before");
    OK(shared("a cow. ox boat", "ox boat") == 5, "and two of them are known by that");
    OK(shared("a cow ox boat", "ox boat") == 3, "not in its middle");
    OK(shared("a cow! ox", "ox") == 2 && shared("a cow?” ox", "ox") == 2, "other stops, signs behind them");
    OK(shared("a 3.ox", "ox") == 1, "a stop with nothing behind it ends none");
    OK(shared("他。牛", "牛") == 2, "but a wide one");
    OK(shared("a. cow", "b.\tcow") == 2, "any white space");
    OK(of("cow").v[0] == of("a cow").v[2], "a word comes before what else it makes");
}

static void beginnings(void)
{
    OK(of("boat").n == 2 && of("boats").n == 3, "longer words have a beginning");
    OK(shared("subscribe", "subscribers") == 1, "which forms of a word share");
    OK(shared("gives", "GIVEN") == 1, "in small letters");
    OK(shared("подписка", "подпишись") == 1, "four letters, not bytes");
    OK(!shared("subscribe", "sublime"), "three are not enough");
    OK(!shared("boat", "boats"), "a beginning is no word");
}

static void numbers(void)
{
    OK(same("7", "1921") && of("1921").n == 2, "numbers are one word");
    OK(same("in 12345 days", "in 7 days"), "without a beginning");
    OK(!same("7", "seven") && !same("7th", "8th"), "words with digits are not");
    OK(same("3.50", "1,000"), "a full stop ends one");
}

static void signs(void)
{
    OK(of("cow!").n == 3 && of("cow?").n == 3 && !same("cow!", "cow?"), "signs");
    OK(same("cow, ox.", "cow ox"), "but commas and full stops");
    OK(same("牛、船，牛。", "牛船牛"), "nor wide ones");
    OK(same("گاو، قایق", "گاو قایق") && same("गाय।", "गाय"), "nor those of other scripts");
    OK(shared("cow → boat", "cow boat") == 5, "two words are a pair across a sign");
}

/* text n times, and end, in a buffer of its own. */
static const char *repeated(const char *text, unsigned n, const char *end)
{
    static char buffer[2][8192];
    static unsigned turn;
    char *p = buffer[turn++ % 2];
    const size_t size = strlen(text);
    for (unsigned i = 0; i < n; i++)
        memcpy(p + i * size, text, size);
    memcpy(p + n * size, end, strlen(end) + 1);
    return p;
}

static void limits(void)
{
    OK(of("").n == 0 && of(" \n").n == 0, "no text");
    OK(ws_prompt_words(SLICE("")) >= 0 && ws_prompt_words(SLICE("")) <= 0, "which says nothing");
    OK(ws_prompt_words(SLICE(" \n")) >= 0 && ws_prompt_words(SLICE(" \n")) <= 0, "nor does white space");
    OK(of(repeated("ox ", 64, "")).n == 129, "64 words");
    OK(same(repeated("ox ", 64, ""), repeated("ox ", 64, "cow boats!")), "no more than those");
    OK(!same(repeated("ox ", 63, ""), repeated("ox ", 63, "cow")), "but all of those");
    OK(same(repeated("牛", 64, ""), repeated("牛", 64, "船")), "characters are counted as words");
    struct tokens t = of(repeated("subscribers!!! ", 200, ""));
    OK(t.n == WS_PROMPT_TOKENS && t.v[WS_PROMPT_TOKENS] == GUARD, "no more tokens than there is room for");
    t = of(repeated("?", 2000, "cow"));
    OK(t.n == WS_PROMPT_TOKENS && t.v[WS_PROMPT_TOKENS] == GUARD, "nor of signs alone");
}

#define MARGIN 1.0f

static const struct {
    const char *language, *prompt[2], *news[2];
} SAID[] = {
    {"English",
     {"Every Friday morning we send the five best stories of the week to your inbox. Sign up, it is free.",
      "Our work is paid for by readers like you. If you can, please give five pounds a month."},
     {"The ferry left at four with nine cows and the new priest, who had never seen the island.",
      "The council voted on Tuesday to close the bridge until the spring, when the river falls."}},
    {"German",
     {"Jeden Freitag schicken wir Ihnen die fünf besten Geschichten der Woche, kostenlos und direkt ins Postfach.",
      "Unsere Arbeit bezahlen Leser wie Sie. Unterstützen Sie uns mit fünf Euro im Monat."},
     {"Die Fähre legte um vier Uhr ab, mit neun Kühen und dem neuen Pfarrer, der die Insel noch nie gesehen hatte.",
      "Der Gemeinderat beschloss am Dienstag, die Brücke bis zum Frühjahr zu sperren."}},
    {"French",
     {"Chaque vendredi, nos cinq meilleures histoires arrivent dans votre boîte. Inscrivez-vous, c'est gratuit.",
      "Pour lire la suite, abonnez-vous dès maintenant ou connectez-vous à votre compte."},
     {"Le bac est parti à quatre heures avec neuf vaches et le nouveau curé, qui n'avait jamais vu l'île.",
      "Le conseil a décidé mardi de fermer le pont jusqu'au printemps, quand la rivière aura baissé."}},
    {"Spanish",
     {"Todo lo que hacemos depende de lectores como tú: con tres euros al mes podemos seguir.",
      "Descarga nuestra aplicación y recibe cada mañana las noticias en tu móvil."},
     {"El transbordador salió a las cuatro con nueve vacas y el nuevo cura, que nunca había visto la isla.",
      "El ayuntamiento decidió el martes cerrar el puente hasta la primavera."}},
    {"Italian",
     {"Ogni venerdì ti mandiamo le cinque storie più belle della settimana: iscriviti, è gratis.",
      "Se ti è piaciuto questo articolo, sostieni il nostro lavoro con una donazione."},
     {"Il traghetto è partito alle quattro con nove mucche e il nuovo parroco, che non aveva mai visto l'isola.",
      "Il consiglio ha deciso martedì di chiudere il ponte fino alla primavera."}},
    {"Portuguese",
     {"Toda sexta enviamos as cinco melhores histórias da semana para o seu e-mail, de graça: cadastre-se.",
      "Baixe o nosso aplicativo e receba as notícias no seu celular."},
     {"A balsa saiu às quatro com nove vacas e o novo padre, que nunca tinha visto a ilha.",
      "A câmara decidiu na terça-feira fechar a ponte até a primavera."}},
    {"Polish",
     {"Co piątek wysyłamy na Twoją skrzynkę pięć najlepszych tekstów tygodnia, bezpłatnie: zapisz się.",
      "Jeśli podoba Ci się to, co robimy, wesprzyj naszą redakcję dowolną kwotą."},
     {"Prom odpłynął o czwartej z dziewięcioma krowami i nowym księdzem, który nigdy nie widział wyspy.",
      "Rada zdecydowała we wtorek, że most zostanie zamknięty do wiosny."}},
    {"Russian",
     {"Каждую пятницу мы присылаем пять лучших историй недели прямо на вашу почту. Подпишитесь, это бесплатно.",
      "Мы существуем на пожертвования читателей. Поддержите нас, если можете."},
     {"Паром отошёл в четыре часа с девятью коровами и новым священником, который никогда не видел острова.",
      "Совет решил во вторник закрыть мост до весны, когда спадёт вода."}},
    {"Japanese",
     {"毎週金曜日に編集部が選んだ記事をメールでお届けします。登録は無料です。",
      "続きを読むには会員登録が必要です。ログインしてください。"},
     {"船は四時に九頭の牛と新しい牧師を乗せて港を出た。牧師は島を一度も見たことがなかった。",
      "議会は火曜日、川の水が引く春まで橋を閉鎖することを決めた。"}},
    {"Chinese",
     {"每周五早上，我们会把本周最好的五篇文章免费发送到您的邮箱，欢迎订阅。",
      "本网站使用Cookie来改善您的体验，点击“同意”即表示您接受我们的政策。"},
     {"渡轮四点钟离开码头，船上有九头牛和一位从未见过这座岛的新神父。",
      "市议会周二决定关闭大桥，直到春天河水退去。"}},
    {"Korean",
     {"매주 금요일 가장 좋은 이야기 다섯 편을 여러분의 메일함으로 무료로 보내드립니다.",
      "여러분의 후원이 큰 힘이 됩니다. 지금 정기 후원에 참여해 주세요."},
     {"배는 네 시에 소 아홉 마리와 섬을 한 번도 본 적이 없는 새 신부를 태우고 떠났다.",
      "의회는 화요일에 봄까지 다리를 폐쇄하기로 결정했다고 시장이 밝혔다."}},
};

static void prompts_and_news(void)
{
    for (size_t i = 0; i < sizeof SAID / sizeof *SAID; i++) {
        float prompt[2], news[2];
        for (int k = 0; k < 2; k++) {
            prompt[k] = ws_prompt_words(SLICE(SAID[i].prompt[k]));
            news[k] = ws_prompt_words(SLICE(SAID[i].news[k]));
        }
        const float least = prompt[0] < prompt[1] ? prompt[0] : prompt[1], most = news[0] > news[1] ? news[0] : news[1];
        OK(least > most + MARGIN, "prompts and news in %s: %.2f, %.2f", SAID[i].language, (double)least, (double)most);
    }
}

int main(void)
{
    ws_lexicon_init();
    small_letters();
    words_and_pairs();
    sentences();
    beginnings();
    numbers();
    signs();
    limits();
    prompts_and_news();
    return tap_done();
}
