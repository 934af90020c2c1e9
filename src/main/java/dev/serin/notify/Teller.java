package dev.serin.notify;

import dev.serin.api.v1alpha1.Notification;
import dev.serin.api.v1alpha1.NotificationStatus.Owed;

/** Tells somebody something, once. */
interface Teller {
    /** Waits until it was taken. */
    void tell(Subject subject, Notification notification, Owed owed) throws NotToldException;

    /** It was not taken; the message says why in few words, which tell nothing of a URL. */
    final class NotToldException extends Exception {
        private static final long serialVersionUID = 1;

        NotToldException(String message) {
            super(message);
        }
    }
}
