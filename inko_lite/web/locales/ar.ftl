site-language-name = العربية
site-language = اللغة
site-console = لوحة المساعدين
site-demo-login = الدخول إلى العرض التجريبي
site-wait-unknown = لا نعرف بعد كم سيستغرق الأمر
site-wait-minute = نحو دقيقة
site-wait-range =
    { $high ->
        [two] نحو دقيقة إلى دقيقتين
        [few] نحو { $low } إلى { $high } دقائق
       *[other] نحو { $low } إلى { $high } دقيقة
    }

page-no-script = تحتاج هذه الصفحة إلى جافاسكربت. فعّله من فضلك أو جرّب متصفحًا آخر.
page-no-script-agent = تحتاج لوحة المساعدين إلى جافاسكربت. فعّله من فضلك.
page-demo-lead = كل الحسابات هنا غير حقيقية ولا تحتاج إلى كلمة مرور. افتح صفحة الزوّار في نافذة أخرى لتجرّب المحادثة مع نفسك.
page-demo-guest = الانتقال إلى صفحة الزوّار
page-role-agent = مساعد: يجيب عن الأسئلة
page-role-monitor = مشرف: يجيب عن الأسئلة ويتابع الغرف
page-role-user = مسجّل في الموقع ويطرح الأسئلة
page-trouble-status = خطأ { $status }
page-trouble-home = الانتقال إلى الصفحة الأولى
page-banned-title = لا يمكنك استخدام هذه المحادثة
page-banned-lead = الوصول من هنا محظور في الوقت الحالي. إذا كنت تظن أن هذا خطأ فيمكنك طلب المراجعة مرة واحدة.
page-banned-review = لماذا ينبغي أن ينظر أحد في الأمر مرة أخرى؟
page-banned-review-hint = سيقرؤه أحد المشرفين. لن يصلك رد، وإذا رُفع الحظر فستفتح هذه الصفحة المحادثة من جديد.
page-banned-send = طلب المراجعة
page-banned-asked = وصل طلبك، وسينظر فيه أحد المشرفين.

chat-you = أنت
chat-send = إرسال
chat-write = كتابة رسالة
chat-your-message = رسالتك
chat-placeholder = اكتب رسالة
chat-keys = ‏Enter للإرسال، و Shift + Enter لسطر جديد.
chat-question = سؤال { $name }
chat-your-question = سؤالك
chat-log = المحادثة مع { $name }
chat-end = إنهاء المحادثة
chat-cancel = إلغاء
chat-earlier = عرض الرسائل السابقة
chat-newer = رسائل جديدة
chat-typing = { $name } يكتب الآن
chat-sending = جارٍ الإرسال…
chat-retrying = لم تُرسل بعد. نعيد المحاولة تلقائيًا.
chat-refused = لم تُرسل. { $reason }
chat-refused-edit = تعديلها
chat-refused-discard = تجاهلها
chat-redacted = حذف أحد المشرفين هذه الرسالة.
chat-bytes-label = طول الرسالة
chat-bytes-left = بقي { $left } من { $limit } بايت
chat-bytes-over = تجاوزت الحدّ { $limit } بمقدار { $over } بايت
chat-event-joined = انضم { $name } إلى المحادثة الساعة { $time }
chat-event-joined-own = انضممت إلى المحادثة الساعة { $time }
chat-event-left = غادر { $name } المحادثة الساعة { $time }
chat-event-left-own = غادرت المحادثة الساعة { $time }
chat-event-kicked = أُخرج { $name } من المحادثة الساعة { $time }
chat-event-kicked-own = أُخرجت من المحادثة الساعة { $time }
chat-event-over = انتهت المحادثة الساعة { $time }
chat-event-ended = أنهى { $name } المحادثة الساعة { $time }
chat-event-ended-own = أنهيت المحادثة الساعة { $time }
chat-event-topic = غيّر { $name } الموضوع إلى «{ $topic }»
chat-event-topic-own = غيّرت الموضوع إلى «{ $topic }»
chat-event-invited = دعا { $name } شخصًا آخر
chat-event-invited-own = دعوت شخصًا آخر
chat-event-transferred = حوّل { $name } المحادثة
chat-event-transferred-own = حوّلت المحادثة
chat-event-taken-over = تولّى { $name } المحادثة
chat-event-taken-over-own = تولّيت المحادثة
chat-reconnecting = جارٍ إعادة الاتصال…
chat-reconnecting-more = يمكنك متابعة الكتابة. سنرسلها حالما يعود الاتصال.
chat-reconnecting-start = ستُفتح الصفحة حالما يعود الاتصال.
chat-try-now = المحاولة الآن

guest-starting = لحظة من فضلك، نرى من الموجود الآن.
guest-notes = من المفيد أن تعرف
guest-helper = مساعدك
guest-helper-here = هنا لمساعدتك
guest-helper-away = غير متصل في هذه اللحظة
guest-title-waiting = رقمك في الطابور { $place }
guest-title-chat = محادثة
guest-ask-title = كيف يمكننا مساعدتك؟
guest-ask-lead = صف المشكلة بكلماتك. سيقرؤها شخص ويجيبك هنا.
guest-full-title = غرفة الانتظار ممتلئة
guest-full-lead = كل الأماكن مشغولة الآن. كثيرًا ما يفرغ مكان خلال بضع دقائق.
guest-closed-title = المحادثة مغلقة
guest-closed-lead = نساعد الآن من ينتظرون، ونفتح من جديد لاحقًا.
guest-unstaffed-title = لا أحد هنا الآن
guest-unstaffed-lead = لا يوجد أي مساعد متصل في هذه اللحظة.
guest-open-head = مفتوحة الآن، { $wait }
guest-open-more =
    { $waiting ->
        [0] لا أحد ينتظر.
        [one] شخص واحد ينتظر.
        [two] شخصان ينتظران.
        [few] { $waiting } أشخاص ينتظرون.
        [many] { $waiting } شخصًا ينتظرون.
       *[other] { $waiting } شخص ينتظرون.
    } { $agents ->
        [zero] لا مساعد متصل الآن.
        [one] مساعد واحد متصل الآن.
        [two] مساعدان متصلان الآن.
        [few] { $agents } مساعدين متصلون الآن.
        [many] { $agents } مساعدًا متصلون الآن.
       *[other] { $agents } مساعد متصلون الآن.
    }
guest-full-head = ممتلئة، عدد المنتظرين { $waiting }
guest-full-more = لا حاجة إلى إعادة تحميل الصفحة أو كتابة النص من جديد.
guest-closed-head = مغلقة
guest-closed-more = تُفتح هذه الصفحة تلقائيًا حالما تُفتح المحادثة.
guest-unstaffed-head = لا مساعد متصل الآن
guest-unstaffed-more = تُفتح هذه الصفحة تلقائيًا حالما يصل أحد المساعدين.
guest-standby = سنحجز لك أول مكان يفرغ. اترك هذه الصفحة مفتوحة من فضلك.
guest-standby-stop = لا أريد انتظار مكان
guest-dequeued-left = لقد غادرت الطابور.
guest-dequeued-solved = يسعدنا أن المشكلة حُلّت!
guest-dequeued-gone = أُلغي مكانك لأننا لم نتلقَّ شيئًا من هذه الصفحة منذ مدة.
guest-dequeued-removed = أُخرجت من الطابور.
guest-dequeued-other = لم تعد في الطابور.
guest-staff-title = أنت مسجّل كمساعد
guest-staff-text = يطرح الزوّار أسئلتهم في هذه الصفحة. لتجربتها افتحها في نافذة خاصة.
guest-staff-console = فتح لوحة المساعدين
guest-question = ما المشكلة؟
guest-question-hint = ماذا فعلت، وماذا حدث؟ إن ظهرت رسالة خطأ فانسخها هنا.
guest-question-long = اختصر النص من فضلك: { $length } من { $limit } حرف كحدّ أقصى.
guest-name = بماذا نناديك؟
guest-product = المنتج
guest-topic = الموضوع
guest-email = البريد الإلكتروني
guest-email-hint = فقط لنصل إليك إن انقطع الاتصال بيننا.
guest-optional = (اختياري)
guest-detected = تعرّفنا على
guest-detected-unknown = متصفح غير معروف
guest-change = تغيير
guest-version = المتصفح وإصداره
guest-os = النظام
guest-join = الانضمام إلى الطابور
guest-join-hint = يمكنك المغادرة متى شئت.
guest-join-later = احفظ نصّي وخذ أول مكان يفرغ
guest-join-later-hint = نعيد المحاولة تلقائيًا. اترك هذه الصفحة مفتوحة.
guest-note-person = ستتحدث مع شخص حقيقي. مساعدونا متطوّعون يعرفون المنتج جيدًا.
guest-note-stored = نحفظ رسائلك وما تكتبه هنا كي نتمكّن من المتابعة.
guest-note-password = لا ترسل أي كلمة مرور: لن يطلبها منك أحد هنا.
guest-safe-title = حافظ على أمانك
guest-hours = أوقات وجودنا
guest-ways-title = يمكنك الحصول على المساعدة الآن
guest-no-ways-title = عد لاحقًا من فضلك
guest-no-ways = يمكنك ترك هذه الصفحة مفتوحة، فهي تُفتح تلقائيًا.
guest-way-forum = اسأل في المنتدى
guest-way-forum-more = مفتوح ليلًا ونهارًا.
guest-way-search = ابحث في مقالات المساعدة
guest-way-search-more = خطوة بخطوة لأكثر المشاكل شيوعًا.
guest-way-search-question = ابحث عن سؤالك في كل المقالات
guest-way-search-question-more = كلماتك مكتوبة في البحث مسبقًا.
guest-waiting-title = أنت في الطابور
guest-number = رقمك { $place } من { $of }
guest-waiting-lead = اترك هذه الصفحة مفتوحة. تبدأ المحادثة هنا تلقائيًا، ومكانك محفوظ حتى لو أُعيد تحميل الصفحة.
guest-next-title = اقترب دورك
guest-next-text = أنت التالي. سيكتب لك أول مساعد متفرّغ.
guest-next-lead = ابقَ في هذه الصفحة من فضلك. تُفتح المحادثة هنا تلقائيًا.
guest-meanwhile = قد يفيدك هذا في أثناء الانتظار
guest-meanwhile-hint = يُفتح في لسان جديد، ويبقى مكانك محفوظًا.
guest-solved = حُلّت المشكلة، يمكنني المغادرة
guest-leave = مغادرة الطابور
guest-ready-title = من المفيد تحضير ما يلي
guest-ready-error = نص رسالة الخطأ كما هو
guest-ready-change = ما الذي تغيّر قبيل ظهور المشكلة
guest-ready-device = الجهاز الذي فيه المشكلة، إن لم يكن هذا
guest-ready-nothing = ليس لديك شيء منها؟ لا بأس، سنكتشف الأمر معًا.
guest-end-title = هل تريد إنهاء المحادثة؟
guest-end-text = يمكنك طرح سؤال آخر بعدها، لكن هذه المحادثة ستنتهي.
guest-after-title = انتهت المحادثة
guest-after-own = أنت أنهيتها. شكرًا على زيارتك.
guest-after-by = أنهاها { $name }: { $time }.
guest-after-ended = أنهاها الطرف الآخر. شكرًا على زيارتك.
guest-after-agent-left = اضطر مساعدك إلى المغادرة. اسأل من جديد إن لم تُحلّ المشكلة.
guest-after-left = لقد غادرتها. شكرًا على زيارتك.
guest-after-expired = لم نسمع منك منذ مدة. لم ترتكب أي خطأ، وأهلًا بك من جديد متى شئت.
guest-after-kicked = أخرجك أحد المشرفين منها.
guest-after-read = قراءة المحادثة من جديد
guest-after-unsolved = لم تُحلّ المشكلة بعد؟
guest-after-helpers = من ساعدك
guest-after-else = هل من شيء آخر؟
guest-after-else-text = أهلًا بك في أي وقت.
guest-ask-again = طرح سؤال آخر
guest-out-expired = انتهت مدة زيارتك
guest-out-signed-out = لقد سجّلت الخروج
guest-out-signed-in = لقد سجّلت الدخول
guest-out-other = لا يمكن متابعة هذه الصفحة
guest-out-text = لم ترتكب أي خطأ، وأهلًا بك من جديد. ما كتبته محفوظ.
guest-start-again = البدء من جديد

agent-starting = لحظة من فضلك، تُفتح لوحة المساعدين.
agent-skip = الانتقال إلى المحادثة
agent-shortcuts = اختصارات لوحة المفاتيح
agent-close = إغلاق
agent-panes = الأقسام
agent-pane-chats = المحادثات
agent-pane-talk = المحادثة
agent-pane-guest = الزائر
agent-own-menu = قائمة { $name }
agent-sign-out = الخروج من المحادثات
agent-own-status = حالتك
agent-status-online = متصل
agent-status-away = بعيد
agent-status-busy = مشغول
agent-status-offline = غير متصل
agent-chats-of = المحادثات: { $own } من { $limit }
agent-away =
    { $own ->
        [0] لست متصلًا، لذلك لا يصلك زوّار.
       *[other] لست متصلًا، لذلك لا يصلك زوّار جدد. محادثاتك الجارية مستمرة ({ $own }).
    }
agent-back = لقد عدت
agent-full = لديك { $own } من { $limit } من المحادثات، فلا يمكنك استقبال زائر آخر حتى تنتهي إحداها.
agent-queue-open = الطابور مفتوح
agent-queue-full = الطابور ممتلئ
agent-queue-closed = الطابور مغلق
agent-queue-unstaffed = لا أحد متصل
agent-queue-waiting =
    { $waiting ->
        [0] لا أحد ينتظر
       *[other] المنتظرون: { $waiting }
    }
agent-queue-agents = المساعدون المتصلون: { $agents }
agent-work = المحادثات والطابور
agent-your-chats = محادثاتك
agent-no-chats = لا شيء.
agent-queue = الطابور
agent-queue-count =
    { $waiting ->
        [one] ‏1
       *[other] { $waiting }، الأقدم أولًا
    }
agent-nobody-waits = لا أحد ينتظر.
agent-colleagues = الزملاء
agent-no-colleagues = لا أحد غيرك هنا.
agent-load = { $own } من { $limit }
agent-you-said = أنت: { $text }
agent-guest-types = الزائر يكتب
agent-ended = انتهت
agent-unread-word = غير مقروءة
agent-waits = ينتظر منذ
agent-has-waited = ينتظر الجواب منذ { $time }
agent-due = ينتظر جوابك منذ { $time }
agent-guest-reconnecting = انقطع اتصاله
agent-take = استقبال
agent-take-whom = { $name }
agent-take-next = استقبال الزائر التالي
agent-empty-title = لا أحد ينتظر
agent-empty-text = يظهر الزائر التالي في الطابور هنا تلقائيًا. شكرًا لوجودك معنا.
agent-empty-waiting =
    { $waiting ->
        [one] زائر واحد ينتظر
        [two] زائران ينتظران
        [few] { $waiting } زوّار ينتظرون
       *[other] { $waiting } زائرًا ينتظرون
    }
agent-empty-take = استقبل من طال انتظاره أكثر من غيره، أو اختر سؤالًا من الطابور.
agent-cannot-away = اجعل حالتك «متصل» لتستقبل الزوّار.
agent-cannot-full = لديك من المحادثات ما يسمح به حدّك.
agent-answer-label = جوابك إلى { $name }
agent-answer-placeholder = أجب { $name }
agent-chat-over = انتهت هذه المحادثة.
agent-put-away = إزالتها من القائمة
agent-end-title = هل تريد إنهاء المحادثة مع { $name }؟
agent-end-text = ستنتهي المحادثة للطرفين.
agent-about = عن الزائر
agent-question = السؤال
agent-details = التفاصيل
agent-fact-product = المنتج
agent-fact-topic = الموضوع
agent-fact-browser = المتصفح
agent-fact-version = الإصدار
agent-fact-os = النظام
agent-fact-locale = اللغة
agent-fact-extensions = الإضافات
agent-fact-email = البريد الإلكتروني
agent-fact-began = بدأت
agent-fact-frequency = كم مرة
agent-fact-same-computer = على ذلك الجهاز الآن
agent-fact-preferred-agent = المساعد المطلوب
agent-fact-tags = الوسوم
agent-fact-troubleshooting = معلومات تشخيصية
agent-fact-yes = نعم
agent-fact-no = لا
agent-fact-show = عرض { $characters } حرف
agent-fact-user-agent = معرّف المتصفح
agent-keys-everywhere = في كل مكان، وفي أثناء الكتابة أيضًا
agent-keys-answer = في خانة الجواب
agent-keys-outside = خارج خانات النص
agent-key-take = استقبال الزائر التالي
agent-key-step = المحادثة السابقة والتالية
agent-key-longest = المحادثة الأطول انتظارًا
agent-key-escape = مغادرة خانة النص
agent-key-send = إرسال
agent-key-line = سطر جديد
agent-key-answer = الجواب
agent-key-end = إنهاء المحادثة
agent-key-list = هذه القائمة
agent-letters = اختصارات من حرف واحد
agent-out-title = أنت خارج حسابك
agent-out-own = لقد خرجت من المحادثات
agent-out-text = محادثاتك والطابور كما تركتها. سجّل الدخول للمتابعة.
agent-sign-in = تسجيل الدخول
