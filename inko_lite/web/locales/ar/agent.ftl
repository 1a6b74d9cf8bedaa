# The agent console.
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
agent-sign-out-site = تسجيل الخروج من الموقع
agent-own-status = حالتك
agent-status-online = متصل
agent-status-away = بعيد
agent-status-busy = مشغول
agent-status-offline = غير متصل
agent-chats-of = { $own } من
agent-away =
    { $own ->
        [0] لست متصلًا، لذلك لا يصلك زوّار.
       *[other] لست متصلًا، لذلك لا يصلك زوّار جدد. محادثاتك الجارية مستمرة ({ $own }).
    }
agent-back = لقد عدت
agent-full =
    { $waiting ->
        [one] لديك { $own } من { $limit } محادثات، لذلك لا يُعرض عليك شيء. ينتظر زائر واحد.
        [two] لديك { $own } من { $limit } محادثات، لذلك لا يُعرض عليك شيء. ينتظر زائران.
        [few] لديك { $own } من { $limit } محادثات، لذلك لا يُعرض عليك شيء. ينتظر { $waiting } زوار.
       *[other] لديك { $own } من { $limit } محادثات، لذلك لا يُعرض عليك شيء. ينتظر { $waiting } زائرًا.
    }
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
agent-answer-placeholder = أجب { $name }، أو اكتب / لرد محفوظ
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
agent-fact-consent = القواعد المقبولة
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
agent-out-title =
    { $reason ->
        [signed_out] لقد سجّلت الخروج
        [signed_in] سجّل شخص آخر الدخول هنا
        [expired] انتهت مدة تسجيل دخولك
        [idle] سُجّل خروجك بعد صمت طويل
        [password_changed] تغيّرت كلمة مرورك
        [deactivated] حسابك موقوف
        [rights_changed] تغيّرت صلاحياتك
        [too_many] سُجّل خروجك في هذا المتصفح
        [banned] لقد حُظرت
        [erased] مُحيت بياناتك
        [resumed] لقد تابعت برمز
       *[other] لقد سُجّل خروجك
    }
agent-out-text =
    { $reason ->
        [signed_out] ينتقل الضيوف الذين كنت تتحدث معهم إلى المساعد التالي، ما لم تكن مسجّل الدخول في متصفح آخر. سجّل الدخول لتتابع.
        [signed_in] صار هذا المتصفح في الموقع لشخص آخر. تابع باسمه، أو سجّل الدخول باسمك من جديد.
        [expired] تسجيل الدخول محدود المدة. سجّل الدخول من جديد لتتابع.
        [idle] لم يُسمع شيء من صفحاتك منذ وقت طويل. سجّل الدخول من جديد لتتابع.
        [password_changed] حفاظًا على أمانك يُسجَّل خروجك عندئذ في كل مكان. سجّل الدخول بكلمة المرور الجديدة، وإن لم تكن أنت من غيّرها فأخبر القائمين على الموقع.
        [deactivated] لم يعد الموقع يسمح بدخول حسابك. القائمون على الموقع وحدهم يستطيعون تغيير ذلك.
        [rights_changed] لم يعد ما يُسمح لك به هنا كما كان، ولذلك ينتقل الضيوف الذين كنت تتحدث معهم إلى المساعد التالي. سجّل الدخول من جديد لتتابع بما يُسمح لك به الآن.
        [too_many] أنت مسجّل الدخول في متصفحات أكثر مما يُسمح به في وقت واحد، وكان هذا أطولها بلا استخدام. محادثاتك مستمرة في المتصفحات الأخرى؛ سجّل الدخول من جديد لتستخدم هذا.
        [banned] أنهى أحد المشرفين زيارتك. أعد تحميل الصفحة لتقرأ ما يمكنك فعله.
        [erased] مُحي كل ما كان محفوظًا عنك كما طُلب. سجّل الدخول لتبدأ من جديد.
        [resumed] صارت في هذا المتصفح محادثة الضيف التي قاد إليها الرمز. سجّل الدخول لتعود مساعدًا.
       *[other] لم يعد الخادم يعرف هذه الصفحة. سجّل الدخول لتتابع.
    }
agent-sign-in = تسجيل الدخول
agent-limit = عدد المحادثات معًا
agent-limit-less = محادثة أقل في الوقت نفسه
agent-limit-more = محادثة أكثر في الوقت نفسه
agent-away-missed = فاتتك بعض العروض.
agent-offers = معروض عليك
agent-offered-queue = معروض عليك
agent-offered-transfer = يريد { $name } تسليمك محادثة
agent-offered-to = معروض على { $name }
agent-accept = قبول
agent-decline = رفض
agent-seconds-left = الثواني الباقية: { $seconds }
agent-invited-by = من { $name }
agent-join = انضمام
agent-not-now = ليس الآن
agent-called = يستدعي { $name } مشرفًا
agent-watch = متابعة
agent-watch-stop = إيقاف المتابعة
agent-watching = أنت تتابع. لا يراك هنا إلا المساعدون.
agent-take-over = تولّي المحادثة
agent-seen = حسنًا
agent-leave = مغادرة
agent-nearly-full = أوشكت هذه المحادثة على الامتلاء. يمكن متابعتها في غرفة جديدة مع الأشخاص أنفسهم.
agent-go-on = المتابعة في غرفة جديدة
agent-transfer = تحويل
agent-transfer-title = تحويل { $name }
agent-transfer-text = تبقى المحادثة معك حتى تُقبل.
agent-transfer-to = إلى
agent-transfer-queue = مقدمة الطابور
agent-transfer-queue-more = أول من يتفرغ
agent-transfer-note = ملاحظة للزميل (للمساعدين فقط)
agent-transfer-offer = عرض على { $name }
agent-transfer-back = إعادة إلى الطابور
agent-transfer-pending = معروض على { $name }
agent-transfer-declined = رفض { $name }. تبقى المحادثة معك.
agent-transfer-missed = لم يجب { $name } في الوقت المحدد. تبقى المحادثة معك.
agent-invite = دعوة مساعد
agent-invite-title = دعوة مساعد إلى هذه المحادثة
agent-invite-text = يرى الزائر من ينضم.
agent-invite-whom = من
agent-topic = تغيير الموضوع
agent-topic-title = عمّ تدور هذه المحادثة؟
agent-topic-label = الموضوع، يراه الجميع
agent-save = حفظ
agent-report = استدعاء مشرف
agent-report-title = استدعاء مشرف إلى هذه المحادثة
agent-report-text = لا يُخبر الزائر بذلك.
agent-report-label = ما الأمر؟
agent-reason = السبب (للمساعدين فقط)
agent-kick = إخراج …
agent-kick-title = إخراج { $name } من المحادثة؟
agent-kick-text = تنتهي المحادثة بذلك.
agent-kick-action = إخراج
agent-ban = حظر …
agent-ban-title = حظر { $name }؟
agent-ban-text = تنتهي الزيارة فورًا ولا يمكن بدء زيارة جديدة. يمكن لصاحبها طلب المراجعة.
agent-ban-length = المدة
agent-ban-hour = ساعة
agent-ban-day = يوم
agent-ban-week = أسبوع
agent-ban-ever = حتى رفع الحظر
agent-ban-action = حظر
agent-redact = إزالة الرسالة
agent-redact-label = إزالة هذه الرسالة
agent-redact-title = إزالة هذه الرسالة للجميع؟
agent-redact-text = يختفي نصها من كل مكان، ويُسجَّل أنها أُزيلت.
agent-direct = كتابة رسالة
agent-direct-title = الكتابة إلى { $name }
agent-mode = الطابور …
agent-mode-title = الطابور
agent-mode-legend = الزوّار الجدد
agent-mode-auto = تلقائي
agent-mode-open = مفتوح
agent-mode-draining = خدمة المنتظرين فقط
agent-mode-closed = مغلق
agent-mode-more-auto = حسب أوقات العمل والمساعدين والمنتظرين
agent-mode-more-open = ما دام هناك مساعد متصل وأماكن
agent-mode-more-draining = لا أحد جديد، ولا يُصرف أحد
agent-mode-more-closed = لا يدخل أحد جديد
agent-mode-message = ما يقرؤه الزوّار
agent-replies = الردود المحفوظة
agent-replies-none = لا رد محفوظًا يطابق هذا. تُرسل Enter النص كما هو.
agent-replies-preview = ما سيقرؤه { $name }
agent-tags = الوسوم
agent-tags-suggested = مقترحة
agent-tag-new = إضافة وسم
agent-tag-remove = إزالة الوسم { $tag }
agent-add = إضافة
agent-notes = ملاحظات
agent-notes-who = للمساعدين فقط
agent-actions = إجراءات
agent-rooms = غرف أخرى
agent-key-reply = رد محفوظ
agent-about-room = عن هذه الغرفة
agent-again = حاول مرة أخرى
agent-asking = لحظة…
agent-check-blocks = هذا يمنع العروض
agent-closed = الطابور مغلق.
agent-closed-because = الطابور مغلق. «{ $reason }»
agent-closed-waiting =
    { $waiting ->
        [one] من ينتظر سيُخدَم.
        [two] المنتظران سيُخدَمان.
        [few] المنتظرون ({ $waiting }) سيُخدَمون.
       *[other] المنتظرون ({ $waiting }) سيُخدَمون.
    }
agent-create = غرفة جديدة
agent-create-action = افتح الغرفة
agent-create-name = الاسم
agent-create-private = بالدعوة فقط
agent-create-text = للمساعدين فيما بينهم. لا يراها الزوار.
agent-create-title = فتح غرفة
agent-earlier = محادثات سابقة
agent-edit = تعديل
agent-end-room = إنهاء الغرفة
agent-end-short = إنهاء
agent-forum = سؤال المنتدى
agent-forum-body = السؤال
agent-forum-link = حفظ العنوان
agent-forum-linked = السؤال موجود في المنتدى.
agent-forum-propose = اقترحه على الزائر
agent-forum-proposed = اقتُرح على { $name } والقرار له. يمكنك تعديله بعد.
agent-forum-requested = وافق { $name }. السؤال في طريقه.
agent-forum-text = لا يُنشر شيء قبل أن يقرأه { $name } ويوافق. حُذفت العناوين وكلمات المرور وما شابهها مسبقًا.
agent-forum-title = العنوان
agent-forum-url = عنوان الصفحة في المنتدى
agent-forum-url-hint = فقط إن كان السؤال قد طُرح هناك.
agent-hint-choose = للاختيار
agent-hint-insert = للإدراج
agent-hint-line = سطر جديد
agent-hint-send = للإرسال
agent-key-bold = خط عريض
agent-key-decline = رفض العرض
agent-key-link = رابط
agent-key-note = ملاحظة للمساعدين
agent-key-preview = معاينة
agent-write-answer = جواب
agent-write-note = ملاحظة
agent-no-rooms = لا توجد.
agent-note-hint = لا يراها الزائر أبدًا
agent-note-label = ملاحظة للمساعدين عن { $name }
agent-note-placeholder = ملاحظة للمساعدين
agent-note-save = حفظ الملاحظة
agent-note-word = ملاحظة:
agent-notes-none = لا شيء بعد.
agent-offered-invite = { $name } يطلب انضمامك
agent-offered-to-you = معروض عليك
agent-pages = الصفحات
agent-pane-room = الغرفة
agent-people = الأشخاص
agent-queue-more =
    { $more ->
        [one] عرض شخص آخر
        [two] عرض شخصين آخرين
        [few] عرض { $more } آخرين
       *[other] عرض { $more } آخرين
    }
agent-replies-empty = لا توجد ردود بعد.
agent-replies-not-found = لا شيء كهذا.
agent-replies-search = ابحث عن رد
agent-replies-text = اكتب / في الجواب لاستخدام أحدها. ردودك الخاصة لا يراها غيرك.
agent-reply-body = النص
agent-reply-category = المجموعة
agent-reply-delete = حذف
agent-reply-new = رد جديد
agent-reply-placeholders = تُملأ لكل زائر:
agent-reply-share = للجميع
agent-reply-shared = للجميع
agent-reply-title = الاسم
agent-reply-title-hint = ما تكتبه بعد /
agent-rights = الصلاحيات
agent-rights-allow = مسموح
agent-rights-deny = غير مسموح
agent-rights-text = لهذه الغرفة فقط. يعلم بها كل من فيها.
agent-rights-usual = كالمعتاد
agent-rights-who = لمن
agent-role-agent = المساعدون
agent-role-member = الأعضاء
agent-role-guest = الزوار
agent-may-speak = الكتابة
agent-may-topic = تغيير الموضوع
agent-may-invite = الدعوة
agent-may-kick = إخراج أشخاص
agent-may-end = إنهاء المحادثة
agent-may-transfer = التحويل
agent-may-join = الدخول
agent-may-watch = المشاهدة
agent-may-direct = مراسلة شخص بعينه
agent-score = { $score } من 5
agent-seconds = { $seconds } ث
agent-shortcuts-short = الاختصارات
agent-skill-add = إضافة إلى: { $list }
agent-skill-other = شيء آخر
agent-skill-remove = إزالة { $skill }
agent-skills = ما أساعد فيه
agent-skills-text = يصل إليك أولًا من يناسبك سؤاله. القائمة الفارغة تعني كل شيء.
agent-skills-products = المنتجات
agent-skills-topics = المواضيع
agent-skills-locales = اللغات
agent-skills-tags = الوسوم
agent-skills-all-products = كل المنتجات
agent-skills-all-topics = كل المواضيع
agent-skills-all-locales = كل اللغات
agent-skills-all-tags = كل الوسوم
agent-solved = حُلَّت
agent-unsolved = لم تُحل
agent-sound = الصوت والإشعارات
agent-sound-text = تُنادى عندما يُعرض عليك زائر وعندما يكتب زائر. يتكرر نداء العرض حتى تجيب، ولا يصدر الصوت إلا من تبويب واحد.
agent-sound-try = جرّب الصوت
agent-take-more = خذ واحدًا آخر
agent-types = يكتب
agent-unanswered = لم يجب { $name } عن عرض
agent-who-reads = من يقرؤه
agent-why = لماذا لا عروض؟
agent-why-agents = ما يفعله كل زميل
agent-why-guests = من ينتظر
agent-why-mode =
    { $mode ->
        [pick] يأخذ المساعدون الزوار
        [auto] يُسند الزوار
       *[offer] يُعرض الزوار
    }
agent-you-since = أنت، { $time }
agent-waits-waiting = ينتظر
agent-waits-offered = معروض على أحدهم
agent-waits-reconnecting = يعيد الاتصال
agent-waits-gone = غائب ومكانه محفوظ
agent-waits-standby = ينتظر مكانًا
agent-mend-front = إلى المقدمة
agent-mend-anybody = لأي مساعد
agent-mend-requeue = عرض من جديد
agent-mend-remove = إزالة
agent-criterion-product = المنتج
agent-criterion-topic = الموضوع
agent-criterion-locale = اللغة
agent-criterion-tag = الوسم
agent-verdict-ok = العرض التالي في طريقه.
agent-verdict-offered = معروض الآن.
agent-verdict-offered-else = معروض على غيره.
agent-verdict-offered-to = معروض على { $name }.
agent-verdict-away = بعيد.
agent-verdict-busy = مشغول.
agent-verdict-offline = غير متصل.
agent-verdict-gone = انقطع الاتصال.
agent-verdict-trainee = غير معتمد بعد: تأتي المحادثات بالدعوة.
agent-verdict-full = { $own } من { $limit } محادثات: لا متسع.
agent-verdict-declined = رُفض قبل { $seconds } ثانية.
agent-verdict-missed = لم يُجَب قبل { $seconds } ثانية.
agent-verdict-kicked = أُخرج من هذه المحادثة.
agent-verdict-lacks = لا يساعد في { $criterion } { $what }.
agent-verdict-kept = محفوظ للحظة من أجل { $name }.
agent-verdict-guest-gone = الزائر ليس موجودًا الآن.
agent-verdict-gave-back = أعاد هذا الزائر.
agent-verdict-no-room = لا توجد غرفة خالية.
agent-verdict-no-users = في الغرف أشخاص أكثر مما يُسمح.
agent-verdict-answering = لديه عرض آخر ليجيب عنه.
agent-verdict-no-agent = العروض للمساعدين فقط.
agent-verdict-pick = هنا يأخذ المساعدون الزوار بأنفسهم.
agent-verdict-nobody-waits = لا أحد ينتظر.
agent-verdict-nobody = لا أحد من المنتظرين يناسبك الآن.
agent-check-approved = معتمد لخدمة الزوار
agent-check-approved-not = غير معتمد بعد لخدمة الزوار
agent-check-online = متصل والصفحة تعمل
agent-check-online-not = غير متصل
agent-check-missed = أُجيب عن العروض
agent-check-missed-not = فاتك عرضان متتاليان
agent-check-room = { $own } من { $limit } محادثات: يوجد متسع
agent-check-room-not = { $own } من { $limit } محادثات: بلغت حدك
agent-check-waiting =
    { $waiting ->
        [one] ينتظر شخص واحد؛ منهم لك { $fit }
        [two] ينتظر شخصان؛ منهم لك { $fit }
        [few] ينتظر { $waiting }؛ منهم لك { $fit }
       *[other] ينتظر { $waiting }؛ منهم لك { $fit }
    }
agent-check-waiting-not = لا أحد ينتظر
agent-invite-pending = دُعي: { $name }
agent-invite-declined = لا يستطيع { $name } الحضور الآن.
agent-invite-missed = لم يجب { $name }. تبقى الدعوة سارية.
agent-is-owner = يقود
agent-is-agent = مساعد
agent-is-member = عضو
agent-is-guest = زائر
agent-is-watcher = يشاهد
agent-empty-offered = يُعرض عليك زائر
agent-empty-accept = اقبله بالضغط على Alt + Enter من أي مكان في الصفحة.
agent-invite-short = دعوة مساعد
agent-report-short = استدعاء مشرف
