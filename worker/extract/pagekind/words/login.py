"""How sites ask to log in."""

LOGIN: dict[str, tuple[str, ...]] = {
    "en": (
        "sign in", "log in", "login", "sign in to your account", "log in to your account",
        "sign in or register", "account login", "member login", "subscriber login",
        "welcome back", "please log in", "please sign in", "you must be logged in",
        "you need to be logged in", "forgot your password", "keep me signed in", "remember me",
        "create an account",
    ),
    "de": (
        "anmelden", "anmeldung", "einloggen", "login", "anmelden oder registrieren",
        "mein konto", "passwort vergessen", "angemeldet bleiben", "bitte melden sie sich an",
    ),
    "fr": (
        "connexion", "se connecter", "identification", "connectez-vous", "mot de passe oublié",
        "identifiez-vous", "espace abonnés", "espace abonné", "créer un compte",
    ),
    "es": (
        "iniciar sesión", "inicia sesión", "inicio de sesión", "acceso usuarios", "acceder",
        "identifícate", "has olvidado tu contraseña", "crear cuenta", "acceso",
    ),
    "it": ("accedi", "accesso", "login", "area riservata", "password dimenticata", "ricordami"),
    "pt": (
        "entrar", "iniciar sessão", "fazer login", "faça login", "acesse sua conta",
        "esqueceu a senha", "esqueci minha senha",
    ),
    "nl": ("inloggen", "aanmelden", "log in", "wachtwoord vergeten", "account aanmaken"),
    "sv": ("logga in", "inloggning", "glömt lösenord", "skapa konto"),
    "no": ("logg inn", "innlogging", "glemt passord"),
    "da": ("log ind", "log på", "glemt adgangskode"),
    "fi": ("kirjaudu", "kirjaudu sisään", "kirjautuminen", "unohditko salasanan"),
    "pl": (
        "zaloguj się", "logowanie", "zaloguj", "nie pamiętasz hasła", "zapamiętaj mnie",
        "panel logowania",
    ),
    "cs": ("přihlášení", "přihlásit se", "zapomenuté heslo", "přihlaste se"),
    "sk": ("prihlásenie", "prihlásiť sa", "zabudnuté heslo"),
    "hu": ("bejelentkezés", "belépés", "elfelejtett jelszó", "jelentkezzen be"),
    "ro": ("autentificare", "intră în cont", "conectare", "ai uitat parola", "logare"),
    "bg": ("вход", "вход в системата", "забравена парола"),
    "sr": ("prijava", "prijavite se", "пријава", "zaboravljena lozinka"),
    "el": ("σύνδεση", "είσοδος", "είσοδος μελών", "ξεχάσατε τον κωδικό"),
    "ru": (
        "авторизация", "вход", "вход на сайт", "войти", "вход в личный кабинет",
        "забыли пароль", "забыли свой пароль", "необходимо авторизоваться", "запомнить меня",
        "личный кабинет",
    ),
    "uk": (
        "авторизація", "вхід", "увійти", "вхід на сайт", "забули пароль",
        "необхідно авторизуватися",
    ),
    "tr": (
        "giriş yap", "üye girişi", "oturum aç", "şifremi unuttum", "giriş", "kullanıcı girişi",
    ),
    "az": ("daxil ol", "giriş", "şifrəni unutmusunuz"),
    "ar": ("تسجيل الدخول", "دخول الأعضاء", "نسيت كلمة المرور", "دخول", "سجل الدخول"),
    "fa": ("ورود", "ورود به سایت", "ورود کاربران", "ورود به حساب کاربری", "رمز عبور را فراموش"),
    "he": ("התחברות", "כניסה", "כניסה למערכת", "כניסה למנויים", "שכחתי סיסמה", "התחבר"),
    "hi": ("लॉग इन", "लॉग इन करें", "साइन इन", "पासवर्ड भूल गए"),
    "zh": (
        "登录", "用户登录", "会员登录", "忘记密码", "登入", "會員登入", "忘記密碼", "请登录",
        "请先登录",
    ),
    "ja": (
        "ログイン", "会員ログイン", "サインイン", "パスワードを忘れた方", "パスワードをお忘れ",
    ),
    "ko": ("로그인", "회원 로그인", "비밀번호 찾기", "아이디 찾기"),
    "vi": ("đăng nhập", "quên mật khẩu"),
    "id": ("masuk", "login", "lupa kata sandi", "masuk ke akun"),
    "th": ("เข้าสู่ระบบ", "ลืมรหัสผ่าน"),
}  # fmt: skip
