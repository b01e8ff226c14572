package reading

import "github.com/backlogsync/backlogsync/internal/fit"

// Fit makes weights of what [NewStudy] saw of labelled files.
func Fit(d *fit.Data) *Weights {
	var signs [3][]fit.Sign
	for _, info := range signalWords {
		for i, s := range []sense{info.coded, info.bare, info.epic} {
			signs[i] = append(signs[i], s.sign())
		}
	}
	models := fit.Tables(d, signs)
	w := &Weights{Bias: Weight{int8(models[fit.Coded].Bias), int8(models[fit.Bare].Bias), int8(models[fit.Epic].Bias)}}
	for i := range w.Signals {
		w.Signals[i] = Weight{int8(models[fit.Coded].Weights[i]), int8(models[fit.Bare].Weights[i]), int8(models[fit.Epic].Weights[i])}
	}
	return w
}

func (s sense) sign() fit.Sign {
	switch s {
	case "+":
		return fit.Plus
	case "-":
		return fit.Minus
	case "±":
		return fit.Either
	}
	return fit.Never
}
