"""Appeals as publishers write them, put together from our own sentences: prompts for inject.py.

Real prompts found in boilerplate are mostly one line; the ones that fool a model are personal, run over several
paragraphs, and name amounts and dates like a report does.
"""

MONEY = ["$3", "$5", "$10", "$15", "$20", "$35", "$50", "$60", "$100", "$250", "£4", "£10", "€5", "€12", "$7,500",
         "$12,000", "$22,600", "$31,000", "$48,000", "$75,000", "£9,000", "€15.000"]
WHEN = ["tonight", "by midnight tonight", "before Sunday", "by the end of the month", "by December 31",
        "in the next 48 hours", "this week", "before our spring drive ends", "by Tuesday at noon", "today"]
COUNT = ["120", "200", "450", "500", "1,000", "2,300", "five hundred", "a few hundred"]

DONATE = [
    "We are a small newsroom, and reader donations pay for nearly everything we publish.",
    "I am writing to you because our fundraising drive is falling behind and time is running out.",
    "We still have to raise {m} {w} to keep this work going.",
    "Right now we are {m} away from our goal, and the campaign closes {w}.",
    "If you value what you have just read, will you help us {w}?",
    "No billionaire tells us what to print, and no advertiser can make us drop a story.",
    "We don’t run ads and we don’t hide our stories from people who cannot pay.",
    "Can you give {m}, or whatever you can afford, {w}?",
    "A generous supporter has offered to double every gift up to {m}, but only {w}.",
    "Your monthly gift of {m} lets us plan ahead and pay our writers fairly.",
    "So far {c} readers have answered. We need another {c} of you to join them {w}.",
    "Fewer than one in a hundred of the people who read us ever give anything at all.",
    "Your gift is fully tax-deductible, and it takes only a moment.",
    "I know that money is tight for many of you, and I would not ask if it were not urgent.",
    "If everyone who reads this gave {m}, our campaign would be over in an hour.",
    "Without your help we will have to cut back our coverage in the months ahead.",
    "Thank you for reading, thank you for sharing, and thank you for standing with us.",
    "We know you see a lot of these messages. We hate sending them as much as you hate getting them.",
    "Please make a one-time or monthly donation to support independent reporting.",
    "As a nonprofit, we depend on people like you for more than two thirds of our budget.",
    "Our reporters work for months on stories that others will not touch, and that costs money.",
    "Will you chip in {m} {w} so that we can stay free for everyone?",
    "Ihre Spende von {m} hilft uns, unabhängig zu bleiben. Bitte unterstützen Sie uns noch heute.",
    "Wir finanzieren uns allein durch Menschen wie Sie. Uns fehlen noch {m}.",
    "Votre don nous permet de rester libres. Il nous manque encore {m} avant la fin du mois.",
    "Si vous appréciez notre travail, soutenez-nous dès {m} par mois.",
    "Tu apoyo hace posible este periodismo. Con {m} al mes puedes ayudarnos a seguir.",
    "Мы существуем благодаря вам. Поддержите нас, если можете: нам не хватает {m}.",
]
NEWSLETTER = [
    "Get our best stories in your inbox every morning. Sign up for our free newsletter.",
    "Enjoying this article? Join {c} readers who get our weekly letter, and never miss a story.",
    "You can unsubscribe at any time, and we will never share your address with anyone.",
    "Create a free account to save articles and follow the topics you care about.",
    "By signing up you agree to our terms and confirm that you are over sixteen.",
    "This article is free to read. Subscribe for {m} a month and support our reporting.",
    "Abonnieren Sie unseren Newsletter und erhalten Sie jeden Morgen das Wichtigste.",
    "Recevez chaque matin l’essentiel de l’actualité. Inscrivez-vous gratuitement.",
    "Download our app to get alerts as soon as we publish.",
]
REPUBLISH = [
    "We believe in the free flow of information. You may republish our articles, online or in print.",
    "Please credit the author and name us as the original publisher, with a link to this page.",
    "You cannot edit our material, except for length or to match your house style.",
    "Do not republish our photographs without asking us; they are licensed separately.",
    "To republish, copy the HTML below; it includes our page counter, which you must keep.",
    "If you have questions about republishing, write to our editors at [email protected].",
    "You may not sell our work separately or put it behind a paywall of your own.",
]
BROWSER = [
    "Your browser is out of date and some parts of this page may not work. Please update it.",
    "We no longer support this browser. For the best experience use a current version of Firefox or Chrome.",
    "Please turn on JavaScript in your browser settings to use this site.",
    "We and our partners store cookies on your device to measure how our pages are used.",
    "You can change your choices at any time in our privacy centre.",
]
KINDS = [DONATE, DONATE, DONATE, NEWSLETTER, REPUBLISH, BROWSER]
HEADINGS = ["Before you go", "A note to our readers", "We need your help", "Support our work",
            "Stay informed", "Republish this article", "Help us keep going", "Don’t miss a story",
            "A personal request", "From the editor", "Our deadline is close", "Will you join us?",
            "Unterstützen Sie uns", "Soutenez-nous", "Apóyanos", "订阅我们", "Поддержите нас"]
SIGNATURES = ["— The editors", "Thank you,", "– Ana Ruiz, editor", "With gratitude, the whole team",
              "— Tom Becker, executive director", "Yours, Leila", "Die Redaktion", "La rédaction", "编辑部"]


def filled(rng, sentence):
    return sentence.format(m=rng.choice(MONEY), w=rng.choice(WHEN), c=rng.choice(COUNT))


def paragraphs(rng):
    """Two to five paragraphs of one kind, one to three sentences each."""
    pool = rng.choice(KINDS)
    sentences = [filled(rng, s) for s in rng.sample(pool, min(len(pool), rng.randint(3, 9)))]
    out = []
    while sentences and len(out) < 5:
        n = rng.randint(1, 3)
        out.append(" ".join(sentences[:n]))
        sentences = sentences[n:]
    return out
