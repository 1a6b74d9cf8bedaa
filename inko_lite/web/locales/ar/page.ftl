# What the server writes itself: refusals, sign-in, pages without a script.

page-no-script = المتابعة دون جافاسكربت
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
