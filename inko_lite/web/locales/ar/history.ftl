# The history.

history-title = «{ $q }»، السجل
history-skip = الانتقال إلى النتائج
history-search = البحث في كل كلمة من كل محادثة
history-filters = المرشحات
history-from = من
history-to = إلى
history-agent = المساعد
history-product = المنتج
history-tag = الوسم
history-solved = حُلّت
history-score = الدرجة
history-any = الكل
history-all = الكل
history-yes = نعم
history-no = لا
history-clear = مسح المرشحات
history-clear-all = عرض كل المحادثات
history-export-all = تصدير ما وُجد
history-export-found = كل ما وُجد بصيغة
history-export = الكل ({ $total }) بصيغة
history-as-json = JSON
history-as-csv = CSV
history-as-txt = نص
history-as-html = صفحة
history-results = النتائج
history-asking = جارٍ البحث…
history-more = المزيد…
history-found = محادثات فيها «{ $q }»: { $total }، الأحدث أولًا
history-found-some =
    { $more ->
        [yes] محادثات فيها «{ $q }»: أكثر من { $count }، الأحدث أولًا
       *[no] محادثات فيها «{ $q }»: { $count }، الأحدث أولًا
    }
history-count = المحادثات: { $total }، الأحدث أولًا
history-newest = الأحدث أولًا
history-failed = لا يمكن الوصول إلى الخادم الآن.
history-nothing = لم يوجد شيء
history-nothing-text = جرّب كلمات أو مرشحات أقل. العبارة بين علامتي اقتباس يُبحث عنها كما هي.
history-none = لا محادثات بعد
history-none-text = تظهر المحادثات هنا بمجرد أن تبدأ.
history-group = مجموعة
history-solved-yes = حُلّت
history-solved-no = لم تُحل
history-of-five = { $score } من 5
history-of-five-short = من 5
history-minutes = { $minutes } د
history-open = جارية
history-transcript = المحادثة
history-choose = اختر محادثة
history-choose-text = تُفتح هنا كما كانت. مفاتيح الأسهم تنقلك من واحدة إلى التالية.
history-back = العودة إلى النتائج
history-until = { $from } إلى { $to }
history-since = منذ { $from }
history-export-one = تصدير هذه المحادثة
history-copy = نسخ الرابط
history-copied = نُسخ
history-fact-agent = المساعد
history-fact-waited = انتظر
history-fact-first-answer = أول جواب
history-fact-lasted = المدة
history-fact-product = المنتج
history-fact-topic = الموضوع
history-fact-system = النظام
history-fact-tags = الوسوم
history-purged = لم تعد هذه الرسالة محفوظة.
history-places =
    { $places ->
        [0] لا ترد أي من الكلمات فيما قيل.
       *[other] مواضع معلّمة: { $places }
    }
history-person-export = كل البيانات عن هذا الشخص
history-erase = محو بيانات هذا الشخص…
history-erase-title = محو كل ما حُفظ عن { $name }؟
history-erase-text = تزول الأسماء والنصوص والبيانات الوصفية لكل محادثاته إلى الأبد، وتبقى الأرقام. لا رجعة في ذلك.
history-erase-action = محو نهائي
