package io.serai.chaos;

import java.util.Random;

/**
 * What a customer is going to do.
 *
 * @param messages how many they say
 * @param humanAt the one with which they ask for a human; 0: they talk with the bot alone
 * @param ahead how many they send without waiting for an acknowledgement
 * @param paceMillis between two of them, about
 * @param stays true if they stay connected to the end, false if they go when they have said all
 */
record Story(int messages, int humanAt, int ahead, int paceMillis, boolean stays) {

    static Story by(Random chance) {
        int messages = 3 + chance.nextInt(8);
        boolean human = chance.nextInt(100) < 45;
        return new Story(
                messages,
                human ? 1 + chance.nextInt(messages - 1) : 0,
                chance.nextBoolean() ? 1 : 4,
                150 + chance.nextInt(700),
                chance.nextInt(100) < 15);
    }

    String words(int number) {
        return number == humanAt ? Diary.callForHuman(number) : Diary.question(number);
    }
}
