extension TokenKinds {
  /// Chat, telephony and push messages.
  static let messaging: [TokenKind] = [
    TokenKind("slack-bot-token", "Slack bot token", "xoxb-", .urlSafe(18...200)),
    TokenKind("slack-user-token", "Slack user token", "xoxp-", .urlSafe(24...200)),
    TokenKind("slack-workspace-token", "Slack workspace token", "xoxa-", .urlSafe(10...200)),
    TokenKind("slack-refresh-token", "Slack refresh token", "xoxr-", .urlSafe(10...200)),
    TokenKind("slack-legacy-token", "Slack legacy token", "xoxs-", .urlSafe(24...200)),
    TokenKind("slack-legacy-other-token", "Slack legacy token", "xoxo-", .urlSafe(24...200)),
    TokenKind("slack-export-token", "Slack export token", "xoxe-", .urlSafe(40...300)),
    TokenKind("slack-config-token", "Slack configuration token", "xoxe.xoxp-", .urlSafe(100...300)),
    TokenKind("slack-config-bot-token", "Slack configuration token", "xoxe.xoxb-", .urlSafe(100...300)),
    TokenKind("slack-cookie-token", "Slack session cookie", "xoxd-", .run(ByteSet("a-zA-Z0-9%+/=_-"), 40...400)),
    TokenKind("slack-client-token", "Slack client token", "xoxc-", .urlSafe(40...200)),
    TokenKind(
      "slack-app-token", "Slack app token", "xapp-", .digits(1), "-", .upper(8...16), "-", .digits(8...16), "-",
      .lower(40...80)),
    TokenKind("slack-webhook", "Slack webhook", "hooks.slack.com/services/", .path(43...56)),
    TokenKind("slack-workflow", "Slack workflow webhook", "hooks.slack.com/workflows/", .path(43...76)),
    TokenKind("slack-trigger", "Slack trigger webhook", "hooks.slack.com/triggers/", .path(43...76)),
    TokenKind(
      "discord-webhook", "Discord webhook", "discord.com/api/webhooks/", .digits(17...20), "/", .urlSafe(60...80)),
    TokenKind(
      "discord-app-webhook", "Discord webhook", "discordapp.com/api/webhooks/", .digits(17...20), "/",
      .urlSafe(60...80)),
    TokenKind(
      "teams-webhook", "Microsoft Teams webhook", "webhook.office.com/webhookb2/",
      .run(ByteSet("a-z0-9@/A-Z-"), 80...160)),
    TokenKind(
      "outlook-webhook", "Outlook webhook", "outlook.office.com/webhook/", .run(ByteSet("a-z0-9@/A-Z-"), 36...160)),
    TokenKind(
      "google-chat-webhook", "Google Chat webhook", "chat.googleapis.com/v1/spaces/", .urlSafe(8...20),
      "/messages?key=", .run(ByteSet("a-zA-Z0-9_=&%-"), 50...160)),
    TokenKind("telegram-bot-token", "Telegram bot token", .run(.digits, 8...10), ":AA", .urlSafe(32...33)),
    TokenKind("twilio-key", "Twilio API key", "SK", .hex(32)),
    TokenKind("pushbullet-token", "Pushbullet token", "o.", .alphanumeric(32)),
    TokenKind("firebase-server-key", "Firebase server key", "AAAA", .urlSafe(7), ":APA91b", .urlSafe(134)),
    TokenKind("intercom-token", "Intercom access token", "dG9rO", .base64(40...70)),
    TokenKind(
      "discord-bot-token", "Discord bot token", .run(ByteSet("ADEIMNOQTUYcgjkwxyz0-5"), 23...26), ".G", .urlSafe(5),
      ".", .urlSafe(27...38)),
    TokenKind(
      "discord-bot-token-c", "Discord bot token", .run(ByteSet("ADEIMNOQTUYcgjkwxyz0-5"), 23...26), ".C", .urlSafe(5),
      ".", .urlSafe(27...38)),
    TokenKind(
      "discord-bot-token-h", "Discord bot token", .run(ByteSet("ADEIMNOQTUYcgjkwxyz0-5"), 23...26), ".H", .urlSafe(5),
      ".", .urlSafe(27...38)),
    TokenKind(
      "discord-bot-token-x", "Discord bot token", .run(ByteSet("ADEIMNOQTUYcgjkwxyz0-5"), 23...26), ".X", .urlSafe(5),
      ".", .urlSafe(27...38)),
    TokenKind("telnyx-key", "Telnyx API key", "KEY0", .upper(28), "_", .alphanumeric(22)),
    TokenKind("pubnub-secret-key", "PubNub secret key", "sec-c-", .base64(48...64)),
    TokenKind("onesignal-app-key", "OneSignal app API key", "os_v2_app_", .run(ByteSet("a-z2-7"), 100...110)),
    TokenKind("onesignal-org-key", "OneSignal organization API key", "os_v2_org_", .run(ByteSet("a-z2-7"), 100...110)),
    TokenKind("courier-key", "Courier API key", "pk_prod_", .upper(28)),
  ]

  /// Sending mail.
  static let mail: [TokenKind] = [
    TokenKind("sendgrid-key", "SendGrid API key", "SG.", .urlSafe(22), ".", .urlSafe(43)),
    TokenKind("mailgun-key", "Mailgun private key", "key-", .lower(32)),
    TokenKind("mailgun-public-key", "Mailgun public validation key", "pubkey-", .lower(32)),
    TokenKind("mailchimp-key", "Mailchimp API key", .run(.hex, 32...32), "-us", .digits(1...2)),
    TokenKind("mandrill-key", "Mandrill API key", "md-", .urlSafe(22)),
    TokenKind("brevo-key", "Brevo API key", "xkeysib-", .hex(64), "-", .alphanumeric(16)),
    TokenKind("brevo-smtp-key", "Brevo SMTP key", "xsmtpsib-", .hex(64), "-", .alphanumeric(16)),
    TokenKind("resend-key", "Resend API key", "re_", .alphanumeric(8), "_", .alphanumeric(24)),
    TokenKind("mailersend-token", "MailerSend token", "mlsn.", .hex(64)),
    TokenKind("klaviyo-key", "Klaviyo private key", "pk_", .hex(34)),
    TokenKind("kit-key", "Kit API key", "kit_", .hex(32)),
    TokenKind("nylas-key", "Nylas API key", "nyk_v0_", .alphanumeric(64)),
    TokenKind("calcom-key", "Cal.com API key", "cal_live_", .hex(32)),
  ]
}
