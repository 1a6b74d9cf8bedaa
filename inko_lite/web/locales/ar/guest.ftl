# The guest page.

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
guest-out-title =
    { $reason ->
        [signed_out] لقد سجّلت الخروج
        [signed_in] لقد سجّلت الدخول
        [expired] انتهت مدة زيارتك
        [idle] انتهت زيارتك من تلقاء نفسها
        [password_changed] تغيّرت كلمة مرورك
        [deactivated] حسابك موقوف
        [rights_changed] تغيّرت صلاحياتك
        [too_many] سُجّل خروجك في هذا المتصفح
        [banned] لا يمكنك استخدام هذه المحادثة
        [erased] مُحيت بياناتك
        [resumed] محادثتك مستمرة في مكان آخر
       *[other] لا يمكن لهذه الصفحة أن تستمر
    }
guest-out-text =
    { $reason ->
        [signed_out] انتهت زيارتك. يسعدنا أن تبدأ من جديد.
        [signed_in] وبذلك انتهت زيارتك السابقة. ابدأ من جديد لتتابع بحسابك.
        [expired] الزيارة محدودة المدة. لم ترتكب أي خطأ: ابدأ من جديد متى شئت.
        [idle] لم نسمع شيئًا من هذه الصفحة منذ وقت طويل. لم ترتكب أي خطأ: ابدأ من جديد متى شئت.
        [password_changed] حفاظًا على أمانك يُسجَّل خروجك عندئذ في كل مكان. سجّل الدخول في الموقع بكلمة المرور الجديدة، أو ابدأ من جديد ضيفًا.
        [deactivated] لم يعد الموقع يعرف حسابك. ابدأ من جديد ضيفًا، أو اسأل القائمين على الموقع.
        [rights_changed] لم يعد ما يُسمح لحسابك به في الموقع كما كان. ابدأ من جديد لتتابع به.
        [too_many] أنت تستخدم المحادثة في متصفحات أكثر مما يُسمح به في وقت واحد، وكان هذا أطولها بلا استخدام. ابدأ من جديد لتتابع هنا.
        [banned] أنهى أحد المشرفين زيارتك. أعد تحميل هذه الصفحة لتقرأ ما يمكنك فعله.
        [erased] مُحي كل ما كان محفوظًا عنك كما طُلب. يمكنك أن تبدأ من جديد كشخص جديد.
        [resumed] عاد شخص إليها بالرمز الذي كان ظاهرًا هنا. إن كنت أنت فتابع هناك، وإلا فابدأ من جديد.
       *[other] لم ترتكب أي خطأ. من فضلك ابدأ من جديد.
    }
guest-out-kept = ما كتبته ما زال محفوظًا.
guest-start-again = البدء من جديد
guest-helper-next = سيتابع معك أول مساعد متاح
guest-held-head = المكان رقم { $place } محجوز لك
guest-held-more = خذ وقتك: لن يسبقك أحد وأنت تكتب.
guest-rules-title = قبل أن نبدأ
guest-rules-agree = قرأت ما سبق وأوافق عليه.
guest-code-title = إعادة تشغيل المتصفح؟
guest-code-lead = هل تحتاج إلى إعادة تشغيل المتصفح؟
guest-code = عُد بالرمز { $code }
guest-code-copy = نسخ الرمز
guest-code-copied = تم النسخ
guest-code-wrong = هذا ليس رمزًا صحيحًا. شكل الرمز: ABCD-EFGH.
guest-back-lead = هل كنت في محادثة قبل قليل؟
guest-back-open = لديّ رمز
guest-back-code = رمزك
guest-back-go = العودة
guest-survey-title = كيف كانت المحادثة؟
guest-survey-solved = هل حُلّت مشكلتك؟
guest-survey-yes = نعم
guest-survey-no = ليس بعد
guest-survey-score = ما مدى فائدة المحادثة؟
guest-survey-low = غير مفيدة
guest-survey-high = مفيدة جدًا
guest-survey-comment = هل تود إضافة شيء؟
guest-survey-send = إرسال الجواب
guest-survey-skip = تخطّي
guest-survey-missing = أجب من فضلك عن السؤالين أو تخطّهما.
guest-survey-thanks = شكرًا لك. جوابك يساعد من يأتي بعدك.
guest-keep-title = الاحتفاظ بالمحادثة
guest-keep-page = كصفحة
guest-keep-page-more = مع الروابط والتنسيق.
guest-keep-text = كنص عادي
guest-keep-text-more = يُفتح في أي مكان.
guest-keep-hint = يمكنك حفظها ما دامت زيارتك مستمرة.
guest-forum-lead = يمكننا نشر سؤالك في المنتدى ليجيب عنه عدد أكبر من الناس. سترى كل شيء قبل نشره.
guest-forum-review = عرض المسودة
guest-forum-title = العنوان
guest-forum-body = السؤال وما جُرِّب
guest-forum-facts = يُرسل معه
guest-forum-look = عرض
guest-forum-consent = انشروا هذا النص. تحققت من أنه لا يحتوي على شيء خاص.
guest-forum-send = النشر في المنتدى
guest-forum-go = المتابعة في المنتدى
guest-forum-open = فتح المنتدى
guest-forum-ready = سؤالك جاهز. افتح المنتدى للمتابعة.
guest-forum-sent = سؤالك في طريقه إلى المنتدى.
guest-again-question = اطرح السؤال نفسه من جديد
guest-call = استدعاء مشرف
guest-called = تم استدعاء مشرف.
guest-call-title = استدعاء مشرف إلى هذه المحادثة؟
guest-call-text = سيقرأ أحد المسؤولين المحادثة ويمكنه التدخل. لن يُخبَر من يساعدك بأنك استدعيته.
guest-call-label = ما الأمر؟
guest-joined-notice = حضر من يساعدك
guest-way-forum-question = نصّك موجود فيه بالفعل.
guest-sound = نبّهني بصوت
guest-sound-on = ستسمع صوتًا
guest-sound-more = الصوت والإشعارات
guest-open-head-now = مفتوح الآن
