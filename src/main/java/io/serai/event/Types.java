package io.serai.event;

/** The names of the event types, as they stand in {@link Event#type()}. */
public final class Types {

    public static final String MESSAGE_RECEIVED = "io.serai.message.received";
    public static final String MESSAGE_SENT = "io.serai.message.sent";
    public static final String MESSAGE_STATUS = "io.serai.message.status";
    public static final String CONVERSATION_OPENED = "io.serai.conversation.opened";
    public static final String CONVERSATION_QUEUED = "io.serai.conversation.queued";
    public static final String CONVERSATION_OFFERED = "io.serai.conversation.offered";
    public static final String CONVERSATION_ASSIGNED = "io.serai.conversation.assigned";
    public static final String CONVERSATION_TRANSFERRED = "io.serai.conversation.transferred";
    public static final String CONVERSATION_CLOSED = "io.serai.conversation.closed";
    public static final String AGENT_PRESENCE = "io.serai.agent.presence";
    public static final String ACCOUNT_EVENT = "io.serai.channel.event";
    public static final String DEAD_LETTER = "io.serai.message.dead";
    public static final String ORDER_PAID = "io.serai.order.paid";
    public static final String ORDER_SHIPPED = "io.serai.order.shipped";
    public static final String RETURN_REQUESTED = "io.serai.return.requested";
    public static final String RETURN_ACCEPTED = "io.serai.return.accepted";
    public static final String RETURN_REFUSED = "io.serai.return.refused";
    public static final String RETURN_UNKNOWN = "io.serai.return.unknown";
    public static final String CUSTOMER_LINKED = "io.serai.customer.linked";
    public static final String CUSTOMER_UNLINKED = "io.serai.customer.unlinked";
    public static final String CUSTOMER_MERGED = "io.serai.customer.merged";
    public static final String CUSTOMER_UNMERGED = "io.serai.customer.unmerged";
    public static final String CONTACT_CHANGED = "io.serai.contact.changed";
    public static final String TICKET_CREATED = "io.serai.ticket.created";
    public static final String TICKET_UPDATED = "io.serai.ticket.updated";
    public static final String TICKET_SOLVED = "io.serai.ticket.solved";

    private Types() {}
}
