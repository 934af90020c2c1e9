package dev.serin.gates;

import dev.serin.plan.GateQuestion;

/** Asks a question once, and waits for the answer or for its time to be over. */
interface Asking {
    Reply ask(Subject subject, GateQuestion question) throws InterruptedException;
}
