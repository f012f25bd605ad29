package io.serai.channel.wechat;

/** What WeChat's errcodes mean for a message that goes out. */
final class ErrorCode {

    private ErrorCode() {}

    /** The access token is not valid, or not any more. */
    static boolean token(int code) {
        return code == 40001 || code == 40014 || code == 42001;
    }

    /** The platform is busy or was asked too often: not sent, and worth another try. */
    static boolean busy(int code) {
        return code == -1 || code == 45011;
    }

    /** Only an operator can mend it: the log says so as an error. */
    static boolean operator(int code) {
        return code == 40164
                || code == 48001
                || code == 48004
                || code == 50002
                || code == 45009
                || (code >= 61450 && code <= 61500);
    }

    /** Why a message was refused for good, for an agent. */
    static String reason(int code) {
        String text =
                switch (code) {
                    case 40003 -> "this customer is not known to the account any more";
                    case 40004, 40005, 40006, 40009 ->
                            "WeChat does not take this kind or size of file";
                    case 40007 -> "the file has expired at WeChat: send it again";
                    case 40033 -> "the text has characters WeChat does not take";
                    case 40164 -> "WeChat does not accept this hub's address: tell the operator";
                    case 43004 -> "the customer does not follow the account";
                    case 43019 -> "the customer is on the account's black list";
                    case 45001, 45002, 45003, 45004, 45005, 45006, 45007, 45008 ->
                            "the message is too long for WeChat";
                    case 45009 -> "WeChat's daily quota is used up: tell the operator";
                    case 45015 ->
                            "the customer's last message is more than 48 hours old, or the account"
                                    + " is no longer followed; WeChat takes no reply until the"
                                    + " customer writes again";
                    case 45047 ->
                            "WeChat takes no more messages to this customer until the customer"
                                    + " writes again";
                    case 48001, 48004 ->
                            "the account may not send service messages: tell the operator";
                    case 48002 -> "the customer has switched off messages from this account";
                    case 50002 -> "WeChat has restricted this account: tell the operator";
                    default -> "WeChat refused the message";
                };
        return text + " (" + code + ")";
    }
}
