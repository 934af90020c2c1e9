/** What is asked: each class sets its stage, measures and gives a result. */
@NullMarked
package dev.serin.bench.question;

import org.jspecify.annotations.NullMarked;
