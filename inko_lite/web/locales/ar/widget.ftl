# The widget on other sites' pages; what is said of a time stands after a colon or a comma, as it comes from the browser.

widget-open = متاح الآن
widget-open-soon = متاح، خلال أقل من دقيقة
widget-open-wait = متاح، خلال نحو { $wait }
widget-full = جميع الأماكن مشغولة
widget-closed = مغلق حاليًا
widget-closed-until = يفتح { $when }
widget-unstaffed = لا يوجد أحد حاليًا
widget-unknown = اسأل شخصًا
widget-opened = تابع هنا
widget-waiting = رقمك في الدور: { $place }
widget-chatting = محادثتك مستمرة هنا
widget-wrote = رسالة جديدة من { $name }
widget-unread = الرسائل غير المقروءة: { $count }
widget-minimise = تصغير
widget-close = إغلاق
widget-loading = جارٍ تحميل المحادثة…
widget-blocked = لا يمكن عرض المحادثة داخل هذه الصفحة، لكنها تعمل جيدًا في نافذة خاصة بها.
widget-window = افتح في نافذة خاصة

widget-demo-title = مزامنة الإشارات المرجعية بين أجهزتك
widget-demo-first = عند تسجيل الدخول على جهاز ثانٍ تظهر فيه إشاراتك المرجعية وألسنتك المفتوحة وكلمات مرورك بعد بضع دقائق.
widget-demo-second = افتح القائمة واختر «تسجيل الدخول» وأدخل عنوان حسابك، ثم اختر ما تريد مشاركته بين أجهزتك واحفظ.
widget-demo-third = إذا لم يحدث شيء بعد عشر دقائق فتأكد من تسجيل الدخول بالحساب نفسه على الجهازين.
widget-demo-note = تمثّل هذه الصفحة أي صفحة من موقعك: الزر في الزاوية هو كل ما يضيفه وسم برنامج واحد إليها.
widget-demo-next = الصفحة التالية من هذا الموقع
widget-demo-tag = وسم هذه الصفحة
