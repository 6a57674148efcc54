package org.healthsphere.federation.research.analysis;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** Numbers in a fixed order, as a value: never altered, and never printed, since they may be a column of patients. */
public final class Vector {
    private final double[] numbers;

    private Vector(double[] numbers) {
        this.numbers = numbers;
    }

    public static Vector of(double... numbers) {
        return new Vector(numbers.clone());
    }

    public static Vector zeros(int length) {
        return new Vector(new double[length]);
    }

    public static Vector constant(int length, double number) {
        var numbers = new double[length];
        Arrays.fill(numbers, number);
        return new Vector(numbers);
    }

    public int length() {
        return numbers.length;
    }

    public double at(int index) {
        return numbers[index];
    }

    public Vector plus(Vector other) {
        return plus(1, other);
    }

    /** This vector and a multiple of another one. */
    public Vector plus(double times, Vector other) {
        if (other.length() != length()) {
            throw new IllegalArgumentException("vectors of different lengths have no sum");
        }
        var sum = numbers.clone();
        for (var i = 0; i < sum.length; i++) {
            sum[i] += times * other.numbers[i];
        }
        return new Vector(sum);
    }

    public double dot(Vector other) {
        var sum = 0.0;
        for (var i = 0; i < numbers.length; i++) {
            sum += numbers[i] * other.numbers[i];
        }
        return sum;
    }

    public double sum() {
        return stream().sum();
    }

    public Vector map(DoubleUnaryOperator each) {
        return new Vector(stream().map(each).toArray());
    }

    public boolean isFinite() {
        return stream().allMatch(Double::isFinite);
    }

    public DoubleStream stream() {
        return Arrays.stream(numbers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector that && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "Vector[" + numbers.length + "]";
    }
}
