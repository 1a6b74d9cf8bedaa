# What every page says.

site-language-name = العربية
site-language = اللغة
site-console = لوحة المساعدين
site-monitor = المراقبة
site-history = السجل
site-demo-login = الدخول إلى العرض التجريبي
site-wait-unknown = لا نعرف بعد كم سيستغرق الأمر
site-wait-minute = نحو دقيقة
site-wait-range =
    { $high ->
        [two] نحو دقيقة إلى دقيقتين
        [few] نحو { $low } إلى { $high } دقائق
       *[other] نحو { $low } إلى { $high } دقيقة
    }
