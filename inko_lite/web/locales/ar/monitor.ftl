# The monitor page.

monitor-skip = الانتقال إلى الأهم الآن
monitor-side = الطابور والنظام
monitor-loading = لحظة من فضلك…
monitor-show = عرض

# What matters most now.
monitor-then = ثم
monitor-then-more = وغيرها: { $more }
monitor-now-calm = كل شيء هادئ
monitor-now-calm-more =
    { $waiting ->
        [0] لا أحد ينتظر.
       *[other] المنتظرون: { $waiting }، ولم يطل انتظار أحد.
    } { $rooms ->
        [0] لا محادثة مفتوحة.
       *[other] المحادثات المفتوحة: { $rooms }، وكل زائر يلقى جوابًا.
    }
monitor-now-called = { $name } يطلب مشرفًا في محادثة { $room }
monitor-now-waiting =
    { $why ->
        [nobody] { $name } ينتظر، ولا أحد متصل
        [away] { $name } هو الأطول انتظارًا، ولا أحد من المتصلين يستقبل الزوّار الآن
        [full] { $name } هو الأطول انتظارًا، ولدى كل المتصلين أقصى عدد من المحادثات
        [lacks] { $name } هو الأطول انتظارًا، ولا أحد من المتفرغين يستقبل { $what }
        [language] { $name } هو الأطول انتظارًا، ولا أحد من المتفرغين يتكلم { $what }
        [offered] { $name } هو الأطول انتظارًا، وهو معروض الآن على مساعد
       *[other] { $name } هو الأطول انتظارًا
    }
monitor-now-goal = ينبغي ألا ينتظر أحد أكثر من { $goal }.
monitor-now-lost = انقطع اتصال { $name }، والمحادثات المتروكة: { $chats }
monitor-now-lost-more = إن لم يعد الاتصال انتقل الزوّار إلى أول الطابور تلقائيًا. يمكنك فعل ذلك الآن.
monitor-now-unanswered = { $name } ينتظر جواب { $agent }
monitor-now-limit-near = الحد قريب: { $gauge }
monitor-now-limit-full = بلغنا الحد: { $gauge }
monitor-now-limit-more-users = بعده لا يستطيع أحد آخر دخول محادثة.
monitor-now-limit-more-rooms = بعده لا تبدأ محادثة جديدة.
monitor-now-limit-more-messages-per-minute = بعده تُرسل الرسائل متأخرة، من تلقاء نفسها.
monitor-now-limit-more-largest-message = الرسائل الأطول تُرفض، ويبقى نصها محفوظًا.
monitor-now-limit-more-fullest-session = المحادثة الممتلئة تستمر في غرفة جديدة.
monitor-now-limit-more-waiting = بعده يُقال للقادمين الجدد إن الطابور ممتلئ.
monitor-now-review = طلبات مراجعة الحظر: { $count }
monitor-now-review-more = ارفع الحظر أو اتركه كما هو.
monitor-now-spike = زوّار أكثر من المعتاد يأتون بالوسم { $tag }: اليوم { $count }، والمعتاد { $expected }
monitor-now-spike-more = ربما تعطّل شيء عند كثيرين في وقت واحد.
monitor-watch-chat = متابعة المحادثة
monitor-take-chat = استقبال الزائر
monitor-front = إلى أول الطابور
monitor-anybody = عرض على الجميع
monitor-stand-down =
    { $chats ->
        [0] جعله بعيدًا
       *[other] جعله بعيدًا وإعادة زوّاره ({ $chats })
    }

# What was done.
monitor-did-front = { $name } الآن في أول الطابور.
monitor-did-anybody = { $name } معروض الآن على كل من هو متفرغ.
monitor-did-remove = { $name } لم يعد في الطابور.
monitor-did-stand-down =
    { $chats ->
        [0] صار { $name } بعيدًا.
       *[other] صار { $name } بعيدًا، وزوّاره في أول الطابور: { $chats }
    }
monitor-did-queue =
    { $mode ->
        [open] الطابور مفتوح.
        [draining] يُخدم المنتظرون، ولا يدخل غيرهم.
        [closed] الطابور مغلق.
       *[auto] يُفتح الطابور ويُغلق حسب القاعدة من جديد.
    }
monitor-did-kick = { $name } لم يعد في المحادثة.
monitor-did-unban = رُفع الحظر عن { $name }.
monitor-did-direct = وصلت رسالتك إلى { $name }.

# The limits.
monitor-limits = الحدود، مع الساعة الأخيرة
monitor-gauge-users = الأشخاص
monitor-gauge-rooms = الغرف
monitor-gauge-messages-per-minute = الرسائل في الدقيقة
monitor-gauge-largest-message = أكبر رسالة
monitor-gauge-fullest-session = أكبر محادثة
monitor-gauge-waiting = المنتظرون
monitor-gauge-text = { $value } من { $limit }، أي { $percent }؛ من { $low } إلى { $high } في الساعة الأخيرة
monitor-past-certified = الحد أعلى مما أثبته اختبار الحمل في { $date } (الإصدار { $commit }): { $gauges }.

# Agents.
monitor-agents = المساعدون
monitor-no-agents = لم يسجّل أحد الدخول.
monitor-places = الأماكن المشغولة: { $chats } من { $limit }
monitor-agent = المساعد
monitor-chats = المحادثات
monitor-limit = الحد
monitor-answers-in = يجيب خلال
monitor-csat = الرضا
monitor-csat-n = العدد
monitor-mark = علامة
monitor-action = إجراء
monitor-lost-for = لا أثر له منذ { $time }
monitor-message = رسالة
monitor-requeue = إعادة الزوّار…
monitor-trainee = متدرب
monitor-monitor = مشرف
monitor-unattended = محادثات متروكة: { $chats }
monitor-guests-wait =
    { $guests ->
        [one] زائر ينتظر منذ { $time }
       *[other] زوّار ينتظرون: { $guests }، أطولهم { $time }
    }
monitor-limit-of = حد محادثات { $name }
monitor-limit-less = خفض حد { $name }
monitor-limit-more = رفع حد { $name }
monitor-stand-down-title = جعل { $name } بعيدًا؟
monitor-stand-down-text = ينتقل الزوّار ({ $chats }) إلى أول الطابور وتبقى محادثاتهم كما هي.

# Rooms.
monitor-rooms = الغرف
monitor-rooms-count = { $shown } من { $rooms }، الأطول بلا جواب أولًا
monitor-rooms-all = عرض الكل ({ $rooms })
monitor-rooms-fewer = عرض أقل
monitor-no-rooms = لا محادثة مفتوحة.
monitor-nothing-said = لم يُقل شيء بعد
monitor-no-topic = بلا موضوع
monitor-group = مجموعة
monitor-in-queue = في الطابور
monitor-minutes = { $minutes } د
monitor-waits = ينتظر منذ { $time }
monitor-answered = أُجيب
monitor-agent-lost = غاب المساعد { $time }
monitor-members = الأشخاص: { $members }
monitor-whisper = ملاحظة إلى { $name } لا يراها الزائر
monitor-whisper-all = ملاحظة إلى المساعدين لا يراها الزائر
monitor-whisper-example = اسأل عن رقم الإصدار…
monitor-whisper-send = همس

# The queue.
monitor-queue-state =
    { $mode ->
        [open] { $status ->
            [open] مفتوح
            [full] ممتلئ
           *[other] لا أحد متصل
        }
        [draining] يُفرَّغ
        [closed] مغلق
       *[auto] { $status ->
            [open] مفتوح تلقائيًا
            [full] ممتلئ تلقائيًا
            [unstaffed] لا أحد متصل
           *[other] مغلق تلقائيًا
        }
    }
monitor-rule =
    { $agents ->
        [one] مفتوح ما دام مساعد متصلًا
       *[other] مفتوح ما دام عدد المساعدين المتصلين { $agents } على الأقل
    }{ $monitor ->
        [yes] ، ومعهم مشرف
       *[no] {""}
    }{ $minutes ->
        [0] {""}
       *[other] ، والانتظار دون { $minutes } د
    }{ $hours ->
        [yes] ، في أوقات العمل
       *[no] {""}
    }
monitor-reason = السبب الذي يقرؤه الزوّار والمساعدون
monitor-reason-example = ينقصنا مساعدون حتى 21:15
monitor-apply = تطبيق
monitor-waiting = المنتظرون
monitor-why = لماذا ينتظر { $name }؟
monitor-why-text = { $time } في الطابور. آخر ما قاله الموزّع عن كل مساعد:
monitor-why-offered = { $time } في الطابور، ومعروض الآن. آخر ما قاله الموزّع عن كل مساعد:
monitor-others = منتظرون آخرون
monitor-others-all = عرض الكل ({ $waiting })
monitor-remove = إخراج…
monitor-remove-title = إخراج { $name } من الطابور؟
monitor-remove-text = يُخبَر الزائر بذلك، ويمكنه أن يسأل من جديد.
monitor-remove-action = إخراج
monitor-verdict-ok = متفرغ
monitor-verdict-offered = معروض عليه الآن
monitor-verdict-away = بعيد
monitor-verdict-busy = مشغول
monitor-verdict-offline = غير متصل
monitor-verdict-gone = لا أثر له
monitor-verdict-trainee = متدرب: بدعوة فقط
monitor-verdict-guest-gone = الزائر غير موجود
monitor-verdict-offered-else = معروض على غيره
monitor-verdict-offered-to = معروض على { $name }
monitor-verdict-gave-back = أعاد الزائر
monitor-verdict-no-room = لا غرفة شاغرة
monitor-verdict-no-users = عدد الأشخاص في الغرف كبير
monitor-verdict-answering = أمامه عرض آخر
monitor-verdict-full = ممتلئ، { $own } من { $limit }
monitor-verdict-declined = رفض قبل { $seconds } ث
monitor-verdict-missed = فاته العرض قبل { $seconds } ث
monitor-verdict-kicked = أُخرج من المحادثة
monitor-verdict-kept = محجوز لـ { $name }
monitor-verdict-lacks = لا يستقبل { $criterion } { $what }

# Today.
monitor-today = اليوم
monitor-csv = تنزيل CSV
monitor-chats-today = المحادثات
monitor-chats-since = منذ منتصف الليل
monitor-chats-usual = منذ منتصف الليل؛ والمعتاد يوم { $day } حتى الآن { $usual }
monitor-chats-table = المحادثات كل ساعة
monitor-waits-today = مدد الانتظار
monitor-waits-text = الوسيط؛ وتسعة من عشرة خلال { $time }
monitor-waits-none = لم يُخدم أحد بعد
monitor-waits-table = مدد الانتظار كل ساعة
monitor-median = الوسيط
monitor-nine-of-ten = 9 من 10
monitor-left-today = غادروا قبل الجواب
monitor-left-text = من { $guests }، أي { $share }
monitor-left-table = الزوّار الذين غادروا الطابور كل ساعة
monitor-left-column = غادروا
monitor-csat-text =
    { $answers ->
        [0] لا إجابات بعد
       *[other] من 5، عدد الإجابات: { $answers }
    }
monitor-csat-table = كم مرة أُعطيت كل درجة
monitor-csat-score = الدرجة
monitor-csat-answers = الإجابات
monitor-tags = الوسوم الشائعة
monitor-tag-spikes = يرتفع: { $count }، والمعتاد { $expected }
monitor-tag-usual = المعتاد { $expected }
monitor-tags-usual = كما في الأيام الأخرى
monitor-tags-none = لا شيء بعد

# Order.
monitor-calls = طلبات المشرف
monitor-call-over = انتهت المحادثة.
monitor-call-nowhere = لا تخص محادثة.
monitor-bans = حالات الحظر
monitor-bans-others = بلا طلب مراجعة: { $bans }
monitor-ban-until = حتى { $time }
monitor-ban-ever = حتى يُرفع
monitor-ban-reason = { $name }: { $reason }
monitor-lift = رفع الحظر
monitor-lift-title = رفع الحظر عن { $name }؟
monitor-lift-text = يستطيع الشخص الدخول من جديد فورًا.
monitor-keep = أو اتركه كما هو
monitor-audit = السجل الإداري
monitor-audit-all = كل ما جرى اليوم
monitor-audit-today = ما جرى اليوم
monitor-audit-none = لا شيء اليوم بعد.
monitor-older = الأقدم
monitor-act-rule = الخادم
monitor-act-anybody = { $name } عرض { $whom } على الجميع
monitor-act-assist = { $name } قدّم { $whom } على من سبقه
monitor-act-ban = { $name } حظر { $whom }
monitor-act-ban-review = طُلبت مراجعة حظر
monitor-act-erase = { $name } محا كل ما حُفظ عن شخص
monitor-act-front = { $name } نقل { $whom } إلى أول الطابور
monitor-act-invite = { $name } أدخل { $whom } إلى { $room }
monitor-act-join = { $name } دخل { $room }
monitor-act-kick = { $name } أخرج { $whom } من { $room }
monitor-act-queue =
    { $mode ->
        [open] { $name } فتح الطابور
        [draining] { $name } أوقف استقبال الجدد
        [closed] { $name } أغلق الطابور
       *[auto] { $name } أعاد الطابور إلى القاعدة
    }
monitor-act-redact = { $name } أزال رسالة في { $room }
monitor-act-remove = { $name } أخرج { $whom } من الطابور
monitor-act-report = { $name } طلب مشرفًا في { $room }
monitor-act-requeue = { $name } أعاد { $whom } إلى الطابور
monitor-act-rights = { $name } غيّر ما يُسمح به في { $room }
monitor-act-set-limit = { $name } جعل حد { $whom } { $limit }
monitor-act-stand-down =
    { $chats ->
        [0] { $name } جعل { $whom } بعيدًا
       *[other] { $name } جعل { $whom } بعيدًا وأعاد زوّاره ({ $chats })
    }
monitor-act-subject-export = { $name } صدّر كل ما حُفظ عن شخص
monitor-act-takeover = { $name } تولّى { $room }
monitor-act-transfer = { $name } حوّل { $room } إلى { $whom }
monitor-act-unban = { $name } رفع الحظر عن { $whom }
monitor-act-watch = { $name } تابع { $room }
monitor-act-other = { $name }: { $act }

# The keyboard.
monitor-place-now = الأهم الآن
monitor-place-limits = الحدود
monitor-place-agents = المساعدون
monitor-place-rooms = الغرف
monitor-place-today = اليوم
monitor-place-queue = الطابور
monitor-place-waiting = من ينتظر ولماذا
monitor-place-audit = السجل الإداري
